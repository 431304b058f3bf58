import { parseDockerfile, type DockerfileTree, type Stage } from '../syntax/dockerfile/index.ts';
import type { Facts } from './facts.ts';

/** Where the setup's files lie, relative to the project's folder with `/` between the parts. */
export interface SetupPaths {
  dockerfile: string;
  /** the build context's folder; '' is the project's folder itself */
  context: string;
  /** the ignore file that BuildKit would read; it need not exist */
  ignore: string;
  /** the compose file that declares the service; null when the project has none */
  compose: string | null;
  /** the files that compose reads unasked and merges, in order: `compose.yaml`, its override; absent = `compose` alone */
  composeFiles?: readonly string[];
  /** what those include or extend */
  composeOthers?: readonly string[];
  /** the compose service that builds this Dockerfile; null when none does */
  service: string | null;
  /** further services that build the same stage of it, and start unasked: a worker beside a web server */
  siblings?: readonly string[];
  envExample: string;
  /** the stage that is built, by name or number; absent or null = the last one */
  target?: string | null;
}

/** All compose files of a setup. */
export const composePaths = ({ compose, composeFiles, composeOthers }: SetupPaths): string[] => [
  ...new Set([...(compose === null ? [] : [compose]), ...(composeFiles ?? []), ...(composeOthers ?? [])]),
];

/** What the user chose where there is more than one good way. */
export interface Choices {
  /** how bases are pinned: by the exact tag, by the digest behind the tag as written, or by both */
  pin: 'tag' | 'digest' | 'both';
  /** the compose file's obsolete `version:` as old tools want it; null leaves the key as it is, and tells of it */
  composeVersion: string | null;
}

export const DEFAULT_CHOICES: Choices = { pin: 'tag', composeVersion: null };

/** One Dockerfile with its build context, ignore file and the compose service that builds it. */
export interface Setup {
  readonly paths: SetupPaths;
  /** texts of the files that changes read and write; a file that is not there is not in the map */
  readonly files: ReadonlyMap<string, string>;
  readonly facts: Facts;
  readonly choices: Choices;
}

/** Characters of texts whose trees are kept: changes read the same text many times, one after another. */
const KEPT = 2_000_000;
const trees = new Map<string, DockerfileTree>();

function treeOf(text: string): DockerfileTree {
  const known = trees.get(text);
  if (known !== undefined) return known;
  const tree = parseDockerfile(text);
  trees.set(text, tree);
  let size = [...trees.keys()].reduce((sum, { length }) => sum + length, 0);
  for (const oldest of trees.keys()) {
    if (size <= KEPT || oldest === text) break;
    trees.delete(oldest);
    size -= oldest.length;
  }
  return tree;
}

/** The setup's Dockerfile. Its stages end with the one that is built: what lies behind it is not the setup's. */
export function dockerfileOf({ files, paths }: Setup): DockerfileTree {
  const tree = treeOf(files.get(paths.dockerfile) ?? '');
  const target = paths.target?.toLowerCase() ?? null;
  const at = tree.stages.findIndex(
    ({ name, index }) => target !== null && (name === target || String(index) === target),
  );
  return at < 0 ? tree : { ...tree, stages: tree.stages.slice(0, at + 1) };
}

/** The stages behind the one that is built that stand on it: they start as what is built ends. */
export function stagesOnTop(setup: Setup): Stage[] {
  const built = dockerfileOf(setup).stages.at(-1);
  const { stages } = treeOf(setup.files.get(setup.paths.dockerfile) ?? '');
  if (built === undefined || built.name === null) return [];
  return stages.filter(({ index, base }) => index > built.index && base.toLowerCase() === built.name);
}

/** The same setup with one file's text replaced or added. */
export function withFile(setup: Setup, path: string, text: string): Setup {
  return { ...setup, files: new Map(setup.files).set(path, text) };
}

export function withDockerfile(setup: Setup, text: string): Setup {
  return withFile(setup, setup.paths.dockerfile, text);
}

/** Joins a path below the build context to one relative to the project's folder. */
export function inContext(setup: Setup, path: string): string {
  return setup.paths.context === '' ? path : `${setup.paths.context}/${path}`;
}
