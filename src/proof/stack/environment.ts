import type { ComposeModel } from '../../engine/index.ts';
import { isSecretName } from '../../ecosystems/secret-name.ts';
import { composeServices } from '../../model/compose-service.ts';
import { isMapping, listOf, pairsOf, textOf, type Mapping } from '../../model/compose-values.ts';
import type { Setup } from '../../model/setup.ts';
import { readVariableNames } from '../../project/index.ts';
import { inventValue } from '../invented-values.ts';
import { exampleValues } from '../run-environment.ts';
import type { Session } from '../session.ts';
import { datastoreValues, wiredValue } from './values.ts';

/** Values for what has none: the user's, else the example's, else a database's own, its address, or a made-up secret. */
export async function valuesOf(
  session: Session,
  setup: Setup,
  model: ComposeModel,
  names: readonly string[],
  tested: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const given = { ...session.config.env, ...session.options.environment };
  const example = exampleValues(setup);
  const values = new Map<string, Record<string, string>>();
  const fromFiles = new Map<string, string[]>();
  for (const name of names) {
    const paths = envFilesOf(setup, name);
    const read = await readVariableNames(session.projectDir, paths);
    const own = new Set(read.flatMap((file) => file.names));
    if (paths.length > 0) for (const one of Object.keys(example)) own.add(one);
    fromFiles.set(name, [...own]);
    const service = model.services[name] ?? {};
    const known = Object.fromEntries(
      [...own].flatMap((one) => {
        const value = given[one] ?? example[one];
        return value === undefined ? [] : [[one, value]];
      }),
    );
    values.set(name, { ...datastoreValues(service, [...own]), ...known });
  }
  const services = Object.fromEntries(
    names.map((name) => [name, withValues(model.services[name] ?? {}, values.get(name))]),
  );
  const required = setup.facts.source.variables.filter((one) => one.required).map(({ name }) => name);
  for (const name of names) {
    const own = values.get(name) ?? {};
    const wanted = [...(fromFiles.get(name) ?? []), ...(tested.includes(name) ? required : [])];
    for (const one of wanted) {
      const value =
        own[one] ??
        given[one] ??
        wiredValue(one, model, services) ??
        (isSecretName(one) ? inventValue(one) : null);
      if (value !== null) own[one] = value;
    }
  }
  return values;
}

/** Paths relative to the project's folder. */
function envFilesOf(setup: Setup, name: string): string[] {
  const written = composeServices(setup).get(name)?.value['env_file'];
  return (Array.isArray(written) ? listOf(written) : [written]).flatMap((one) => {
    const path = textOf(isMapping(one) ? one['path'] : one);
    return path === null ? [] : [path.replace(/^\.\//, '')];
  });
}

/** An empty value counts as none: compose passes blanks for variables that are not set. */
export function withValues(service: Mapping, more: Readonly<Record<string, string>> | undefined): Mapping {
  const environment: Record<string, unknown> = Object.fromEntries(
    pairsOf(service['environment']).map(({ name, value }) => [name, value]),
  );
  for (const [name, value] of Object.entries(more ?? {}))
    if ((environment[name] ?? '') === '') environment[name] = value.replaceAll('$', '$$$$');
  return { ...service, environment };
}
