import { inContext, type Setup } from '../../model/setup.ts';

/** What a package.json says that matters for its container. Format: npm's package.json documentation. */
export interface Manifest {
  /** of the folder that it lies in, relative to the context; '' for the context itself */
  folder: string;
  scripts: Readonly<Record<string, string>>;
  dependencies: Readonly<Record<string, string>>;
  devDependencies: Readonly<Record<string, string>>;
  /** packages of this very project among its dependencies: workspaces, `file:` and `link:` */
  hasLocalPackages: boolean;
  /** `pnpm@9.1.0`, as corepack reads it */
  packageManager: string | null;
}

/** Reads the package.json at a path relative to the context; null when it is not there or no JSON object. */
export function readManifest(setup: Setup, path: string): Manifest | null {
  const json = jsonObject(setup.files.get(inContext(setup, path)));
  if (json === null) return null;
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const dependencies = { ...texts(json['optionalDependencies']), ...texts(json['dependencies']) };
  const devDependencies = texts(json['devDependencies']);
  const inFolder = (name: string) => inContext(setup, folder === '' ? name : `${folder}/${name}`);
  const ranges = Object.values({ ...dependencies, ...devDependencies });
  return {
    folder,
    scripts: texts(json['scripts']),
    dependencies,
    devDependencies,
    hasLocalPackages:
      json['workspaces'] !== undefined ||
      /^packages:/m.test(setup.files.get(inFolder('pnpm-workspace.yaml')) ?? '') ||
      ranges.some((range) => /^(file|link|portal|workspace):|^\.{0,2}\//.test(range)),
    packageManager: typeof json['packageManager'] === 'string' ? json['packageManager'] : null,
  };
}

/** The scripts of a package.json's text; none where it cannot be read. */
export const scriptsIn = (text: string | undefined): Record<string, string> =>
  texts(jsonObject(text)?.['scripts']);

/** A text as a JSON object; null when it is none. */
export function jsonObject(text: string | undefined): Record<string, unknown> | null {
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function texts(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
