import type { ImageIndex } from '../image-index.ts';
import { asObject, asString, parseJson } from '../json.ts';
import { mergedFiles } from '../merged-files.ts';
import { readText } from '../resolve-path.ts';

export interface LanguagePackage {
  name: string;
  version: string;
  /** the folder it is installed in: `usr/local/lib/python3.13/site-packages`, `app/node_modules` */
  location: string;
}

export interface LanguagePackages {
  python: LanguagePackage[];
  node: LanguagePackage[];
}

const PYTHON = /^(?:(.*)\/)?[^/]+\.(?:dist-info\/METADATA|egg-info\/PKG-INFO|egg-info)$/;
const NODE = /^((?:.*\/)?node_modules)\/(?:@[^/]+\/)?[^/]+\/package\.json$/;

/** Python distributions and node packages that lie in the image, by their own metadata files. */
export function languagePackages(index: ImageIndex): LanguagePackages {
  const found: LanguagePackages = { python: [], node: [] };
  for (const { entry } of mergedFiles(index).values()) {
    if (entry.type !== 'file' && entry.type !== 'hardlink') continue;
    const python = PYTHON.exec(entry.path);
    const node = NODE.exec(entry.path);
    if (!python && !node) continue;
    const text = readText(index, entry.path) ?? '';
    if (python) add(found.python, pythonNames(text), python[1] ?? '');
    else if (node) add(found.node, nodeNames(text), node[1] ?? '');
  }
  return found;
}

interface Names {
  name: string;
  version: string;
}

function add(list: LanguagePackage[], { name, version }: Names, location: string): void {
  if (name !== '') list.push({ name, version, location });
}

/** https://packaging.python.org/en/latest/specifications/core-metadata/ */
function pythonNames(text: string): Names {
  const header = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*?)\\s*$`, 'm').exec(header)?.[1] ?? '';
  return { name: field('Name'), version: field('Version') };
}

function nodeNames(text: string): Names {
  const json = asObject(parseJson(text));
  return { name: asString(json['name']), version: asString(json['version']) };
}
