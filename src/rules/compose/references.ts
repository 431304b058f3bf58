import { isMapping, listOf, textOf } from '../../model/compose-values.ts';
import { expanded, type ComposeFile, type SchemaProblem, type Service } from '../../lint/index.ts';

/**
 * Names in services that the file does not declare. Only of files that Compose reads by themselves: what is merged or
 * included with others may be declared there.
 */
export function unknownReferences(file: ComposeFile): SchemaProblem[] {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  if (!/^(?:docker-)?compose\.ya?ml$/.test(name) || file.root['include'] !== undefined) return [];
  return file.services.flatMap((service) => (service.has('extends') ? [] : unknownIn(service, file)));
}

function unknownIn(service: Service, file: ComposeFile): SchemaProblem[] {
  const here = ['services', service.name];
  const problems: SchemaProblem[] = [];
  const tell = (path: (string | number)[], message: string): void => {
    problems.push({ path: [...here, ...path], message });
  };
  const { depends_on: depends, networks, secrets, configs } = service.own;
  for (const [key, name] of namesIn(depends))
    if (file.service(name) === null && !isOptional(depends, name))
      tell(
        ['depends_on', key],
        `\`${service.name}\` depends on \`${name}\`, and the file has no such service.`,
      );
  for (const [key, name] of namesIn(networks))
    if (name !== 'default' && !isDeclared(file, 'networks', name))
      tell(['networks', key], undeclared(service, 'network', name));
  for (const volume of service.volumes) {
    const source = volume.kind === 'volume' && volume.source !== null ? expanded(volume.source) : null;
    if (source !== null && /^[\w.-]+$/.test(source) && !isDeclared(file, 'volumes', source))
      tell(['volumes', volume.index], undeclared(service, 'volume', source));
  }
  for (const [kind, granted] of [
    ['secret', secrets],
    ['config', configs],
  ] as const)
    for (const [index, entry] of listOf(granted).entries()) {
      const name = isMapping(entry) ? textOf(entry['source']) : textOf(entry);
      if (name !== null && expanded(name) === name && !isDeclared(file, `${kind}s`, name))
        tell([`${kind}s`, index], undeclared(service, kind, name));
    }
  return problems;
}

const undeclared = (service: Service, kind: string, name: string): string =>
  `\`${service.name}\` uses the ${kind} \`${name}\`, which the file does not declare: add it below \`${kind}s\` at the top.`;

/** A list of names, or a map by name, with where each stands. */
function namesIn(value: unknown): [string | number, string][] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...(value as unknown[]).entries()]
    : isMapping(value)
      ? Object.keys(value).map((name) => [name, name])
      : [];
  return entries.flatMap(([key, name]) =>
    typeof name === 'string' && !name.includes('$') ? [[key, name] as [string | number, string]] : [],
  );
}

function isOptional(depends: unknown, name: string): boolean {
  const how = isMapping(depends) ? depends[name] : null;
  return isMapping(how) && how['required'] === false;
}

function isDeclared(file: ComposeFile, section: string, name: string): boolean {
  const declared = file.root[section];
  return isMapping(declared) && Object.hasOwn(declared, name);
}
