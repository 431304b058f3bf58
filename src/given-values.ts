import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { holdsPassword } from './ecosystems/variables.ts';
import { isSecretName } from './ecosystems/secret-name.ts';
import { envFileOf, nameAndValue, type Asked } from './open-session.ts';
import { readCompose, readEnvironment } from './project/index.ts';
import { composePaths } from './model/setup.ts';
import { parseYaml } from './syntax/yaml/index.ts';

type Given = [name: string, value: string];

/**
 * The values that a setup is given and that nobody is to see in what we print: of build arguments, environment files,
 * build secrets and `.env`, and the passwords and keys that stand in the compose file. What cannot be read gives none.
 */
export async function givenValues(asked: Asked): Promise<Given[]> {
  const { projectDir, paths, options, config } = asked;
  const compose = await readCompose(projectDir).catch(() => null);
  const own = compose?.services.flatMap(({ envFiles }) => envFiles) ?? [];
  const envFile = envFileOf(asked);
  const files = ['.env', ...own].map((path) => join(projectDir, path));
  if (envFile !== null) files.push(envFile);
  const composeTexts = await Promise.all(composePaths(paths).map((path) => textOf(join(projectDir, path))));
  return [
    ...(options.buildArgs ?? []).map(nameAndValue).map(([name, value]) => fromShell(name, value)),
    ...(await Promise.all(files.map(valuesIn))).flat(),
    ...Object.entries(config.env),
    ...(await Promise.all((options.secrets ?? []).map(buildSecret))),
    ...composeTexts.flatMap((text) => literalsIn(parseYaml(text).get([]))),
    ...(await Promise.all(composeTexts.flatMap((text) => secretFiles(projectDir, text)))),
  ];
}

const fromShell = (name: string, value: string | null): Given => [name, value ?? process.env[name] ?? ''];

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function valuesIn(path: string): Promise<Given[]> {
  return Object.entries(await readEnvironment(path).catch(() => ({})));
}

/** `id=token,env=TOKEN`, `id=token,src=token.txt`, or `id=TOKEN` for the variable of that name. */
async function buildSecret(secret: string): Promise<Given> {
  const fields = new Map(secret.split(',').map(nameAndValue));
  const file = fields.get('src') ?? fields.get('source') ?? null;
  if (file !== null) return ['SECRET', await textOf(resolve(file))];
  return ['SECRET', process.env[fields.get('env') ?? fields.get('id') ?? ''] ?? ''];
}

/** Content of the files that the top-level `secrets:` name. */
function secretFiles(projectDir: string, text: string): Promise<Given>[] {
  const secrets = parseYaml(text).get(['secrets']);
  if (typeof secrets !== 'object' || secrets === null) return [];
  return Object.values(secrets).flatMap((secret: unknown) => {
    const file = typeof secret === 'object' && secret !== null && 'file' in secret ? secret.file : null;
    if (typeof file !== 'string') return [];
    return [textOf(resolve(projectDir, file)).then((content): Given => ['SECRET', content.trim()])];
  });
}

/** Every secret that stands in the file itself, as `NAME: value` or as `NAME=value`. */
function literalsIn(value: unknown): Given[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): Given[] => {
    const [name, text] = Array.isArray(value) ? nameAndValue(String(inner)) : [key, String(inner)];
    if (typeof inner === 'object') return literalsIn(inner);
    if (text === null || text.includes('${')) return [];
    return isSecretName(name) || holdsPassword(text) ? [[name, text]] : [];
  });
}
