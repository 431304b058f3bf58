import { isSecretName } from '../ecosystems/secret-name.ts';
import type { ImageIndex } from './image-index.ts';
import { baseName } from './paths.ts';

/** What everyone who has the image can read out of it, by the shape of its name; values are not looked at. */
export interface ExposedSecrets {
  /** names of ENV variables with a value */
  variables: string[];
  /** names of build arguments whose values stand in the history */
  buildArguments: string[];
  /** files, with a leading slash; those that a later layer deletes as well */
  files: string[];
}

const FILE_NAMES =
  /^(?:\.env(?:\..+)?|\.netrc|\.pypirc|\.pgpass|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:p12|pfx|pem|key))$/;
const EXAMPLES = /\.(?:example|sample|template|dist|defaults?)$/;
const CREDENTIALS = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config)$/;
/** Certificates of authorities, and keys that packages bring for their own tests. */
const OF_PACKAGES = /^(?:usr|etc\/ssl|etc\/pki|var)\/|(?:^|\/)(?:site-packages|dist-packages|node_modules)\//;

/**
 * @param baseLayers layers that are the base's: what lies there is not this project's
 * @param baseVariables names that the base sets
 */
export function exposedSecrets(
  index: ImageIndex,
  baseLayers: number,
  baseVariables: ReadonlySet<string>,
): ExposedSecrets {
  const isOwnSecret = ([name, value]: [string, string]) =>
    value !== '' && isSecretName(name) && !baseVariables.has(name);
  const files = index.layers
    .slice(baseLayers)
    .flatMap(({ entries }) => [...entries.values()])
    .filter(({ type, size, path }) => type === 'file' && size > 0 && isSecretFile(path))
    .map(({ path }) => `/${path}`);
  return {
    variables: names(index.config.env.map(nameAndValue).filter(isOwnSecret)),
    buildArguments: names(
      index.history.flatMap(({ createdBy }) => argumentsIn(createdBy)).filter(isOwnSecret),
    ),
    files: [...new Set(files)].sort(),
  };
}

function isSecretFile(path: string): boolean {
  if (OF_PACKAGES.test(path)) return false;
  const name = baseName(path);
  return CREDENTIALS.test(path) || (FILE_NAMES.test(name) && !EXAMPLES.test(name));
}

const names = (pairs: readonly [string, string][]): string[] =>
  [...new Set(pairs.map(([name]) => name))].sort();

function nameAndValue(line: string): [string, string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

/** BuildKit writes `RUN |2 NAME=value OTHER=value /bin/sh -c …` where build arguments were in reach. */
function argumentsIn(createdBy: string): [string, string][] {
  const given = /^RUN \|\d+ (.*?)(?: \/bin\/sh -c .*)?$/s.exec(createdBy)?.[1] ?? '';
  return [...given.matchAll(/(?:^| )([A-Za-z_]\w*)=(\S*)/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
}
