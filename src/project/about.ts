import { parse as parseToml } from 'smol-toml';
import { ShipshapeError } from '../errors.ts';
import type { ProjectFacts } from '../model/facts.ts';
import { below, firstFile, isFolder } from './paths.ts';
import { readRemote } from './remote.ts';
import { readText } from './text.ts';

type Mapping = Record<string, unknown>;

/**
 * What a project says of itself: in package.json or pyproject.toml of the build context, else of its own folder, and in
 * git's configuration, which is read as a file.
 */
export async function readProjectFacts(projectDir: string, context: string): Promise<ProjectFacts> {
  const folders = [...new Set([context, ''])];
  const said: Mapping[] = [];
  for (const folder of folders) {
    said.push(fromPackage(await readIfThere(projectDir, below(folder, 'package.json'))));
    said.push(fromPyproject(await readIfThere(projectDir, below(folder, 'pyproject.toml'))));
  }
  const first = (key: string): string | null =>
    said.map((one) => oneLine(one[key])).find((text) => text !== null) ?? null;
  const remote = await readRemote(projectDir);
  const license = first('license');
  return {
    name: first('name'),
    description: first('description'),
    license: license !== null && SPDX.test(license) ? license : null,
    source: remote.address,
    updater: await updaterOf(projectDir),
    updaterPlace: !remote.isOwn
      ? null
      : (await isFolder(projectDir, '.github'))
        ? '.github/dependabot.yml'
        : 'renovate.json',
  };
}

/** An expression of license ids (https://spdx.org/licenses/); what npm writes instead of one is none. */
const SPDX = /^(?!UNLICENSED$)\(?[A-Za-z0-9][\w.+-]*\)?( (AND|OR|WITH) \(?[A-Za-z0-9][\w.+-]*\)?)*$/;

/** Characters; a label is for one line of a list. */
const LONGEST = 300;

function oneLine(value: unknown): string | null {
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : '';
  return text === '' || text.length > LONGEST ? null : text;
}

function fromPackage(text: string | null): Mapping {
  const read = parsed(text, JSON.parse);
  return { name: read['name'], description: read['description'], license: read['license'] };
}

/** https://packaging.python.org/en/latest/specifications/pyproject-toml/, and Poetry's own table. */
function fromPyproject(text: string | null): Mapping {
  const read = parsed(text, parseToml);
  const project = mappingOf(read['project']);
  const poetry = mappingOf(mappingOf(read['tool'])['poetry']);
  const license = project['license'] ?? poetry['license'];
  return {
    name: project['name'] ?? poetry['name'],
    description: project['description'] ?? poetry['description'],
    license: typeof license === 'object' ? mappingOf(license)['text'] : license,
  };
}

const mappingOf = (value: unknown): Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};

/** A manifest that does not parse says nothing; others complain of it. */
function parsed(text: string | null, parse: (text: string) => unknown): Mapping {
  try {
    return text === null ? {} : mappingOf(parse(text));
  } catch {
    return {};
  }
}

async function readIfThere(projectDir: string, path: string): Promise<string | null> {
  return readText(projectDir, path).catch((error: unknown) => {
    if (error instanceof ShipshapeError) return null;
    throw error;
  });
}

/** Where Dependabot and Renovate look for their configuration. */
const UPDATERS =
  `.github/dependabot.yml .github/dependabot.yaml renovate.json renovate.json5 .renovaterc .renovaterc.json
  .renovaterc.json5 .github/renovate.json .github/renovate.json5 .gitlab/renovate.json .gitlab/renovate.json5`.split(
    /\s+/,
  );

async function updaterOf(projectDir: string): Promise<string | null> {
  const file = await firstFile(projectDir, UPDATERS);
  if (file !== null) return file;
  const manifest = parsed(await readIfThere(projectDir, 'package.json'), JSON.parse);
  return manifest['renovate'] === undefined ? null : 'package.json';
}
