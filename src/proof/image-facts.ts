import {
  executables,
  languagePackages,
  layerChanges,
  librariesNeeded,
  lowestLayers,
  mergedFiles,
  osPackages,
  osRelease,
  ownerOf,
  packagesAddedBy,
  users,
  type HistoryEntry,
  type ImageIndex,
} from '../image/index.ts';
import { normalName } from '../ecosystems/opened-by-packages.ts';
import { absoluteIn } from '../ecosystems/source-copy.ts';
import type { BaseFacts, ImageFacts, RunConfig, StepFacts } from '../model/facts.ts';
import type { DockerfileTree } from '../syntax/dockerfile/index.ts';
import { outermost, writtenTrees } from './written-trees.ts';

/** What is known of the base besides its layers: its configuration. */
export interface BaseImage {
  env: readonly string[];
  user: string;
  entrypoint: readonly string[];
  layers: number;
}

/**
 * Reads off an image what each instruction of its last stage wrote, needs and installed.
 * @param base the last stage's base; null when the engine could not tell, then it is taken from the history
 */
export function imageFacts(index: ImageIndex, tree: DockerfileTree, base: BaseImage | null): ImageFacts {
  const steps = alignHistory(index, tree);
  const ownLayers = steps.filter(({ entry }) => entry.layer !== null).length;
  const baseLayers = base?.layers ?? index.layers.length - ownLayers;
  const below = lowestLayers(index, baseLayers);
  const os = osRelease(index);
  const basePackages = osPackages(below).map(({ name }) => name);
  const broughtBy = new Map<string, number>();
  const stepFacts = steps.flatMap(({ instruction, entry }): StepFacts[] => {
    if (entry.layer === null || entry.layer.index < baseLayers) return [];
    const added = packagesAddedBy(index, entry.layer.index);
    for (const name of added) broughtBy.set(name, instruction);
    return [
      {
        instruction,
        bytes: entry.layer.bytes,
        packages: added,
        ...writtenBy(index, entry.layer.index, new Set(basePackages), workdirOf(tree, instruction)),
      },
    ];
  });
  return {
    os: os === null ? null : { id: os.id, versionId: os.versionId ?? '', codename: os.codename },
    config: runConfig(index),
    base: baseFacts(below, basePackages, base),
    steps: stepFacts,
    packages: osPackages(index).map(({ name, version, auto, depends }) => ({
      name,
      version,
      auto,
      depends: [...depends],
      step: broughtBy.get(name) ?? null,
    })),
    accounts: accountsOf(index),
    commands: [...executables(index).keys()].sort(),
    pythonPackages: [...new Set(languagePackages(index).python.map(({ name }) => normalName(name)))].sort(),
  };
}

interface AlignedStep {
  /** index into the tree's instructions */
  instruction: number;
  entry: HistoryEntry;
}

/**
 * Instructions of the last stage and their history entries, from the end: BuildKit writes one entry for each
 * instruction but ONBUILD's and FROM's. Entries that do not fit (labels of ours) are passed over.
 */
export function alignHistory(index: ImageIndex, tree: DockerfileTree): AlignedStep[] {
  const aligned: AlignedStep[] = [];
  let at = index.history.length - 1;
  const stage = tree.stages.at(-1);
  for (const instruction of [...(stage?.instructions ?? [])].reverse()) {
    if (instruction.keyword === 'ONBUILD') continue;
    let found = at;
    while (found >= 0 && !index.history[found]?.createdBy.startsWith(instruction.keyword)) found--;
    const entry = index.history[found];
    if (entry === undefined) continue;
    aligned.unshift({ instruction: tree.instructions.indexOf(instruction), entry });
    at = found - 1;
  }
  return aligned;
}

function baseFacts(below: ImageIndex, packages: string[], base: BaseImage | null): BaseFacts {
  return {
    env: environmentOf(base?.env ?? []),
    user: base?.user ?? '',
    entrypoint: base === null || base.entrypoint.length === 0 ? null : [...base.entrypoint],
    packages,
    accounts: accountsOf(below),
    commands: [...executables(below).keys()].sort(),
  };
}

function accountsOf(index: ImageIndex): ImageFacts['accounts'] {
  const found = users(index);
  return {
    users: found.users.map(({ name, uid, gid }) => ({ name, id: uid, gid })),
    groups: found.groups.map(({ name, gid }) => ({ name, id: gid, gid: null })),
  };
}

/** `NAME=value` entries of an image's configuration, by name. */
export const environmentOf = (env: readonly string[]): Record<string, string> =>
  Object.fromEntries(env.map((entry) => [entry.split('=', 1)[0] ?? '', entry.slice(entry.indexOf('=') + 1)]));

function runConfig({ config }: ImageIndex): RunConfig {
  return {
    env: environmentOf(config.env),
    entrypoint: config.entrypoint,
    cmd: config.cmd,
    user: config.user,
    workingDir: config.workingDir,
    exposedPorts: config.exposedPorts
      .filter((port) => !port.endsWith('/udp'))
      .map((port) => Number.parseInt(port, 10)),
    volumes: config.volumes,
    stopSignal: config.stopSignal,
  };
}

/** What the package manager and the system write by themselves. */
const HOUSEKEEPING = /^(var\/(lib\/(dpkg|apt)|log|cache)|lib\/apk|etc\/(ld\.so\.cache|apk)|tmp|run)(\/|$)/;

/** The folder that an instruction of the last stage works in, absolute. */
function workdirOf(tree: DockerfileTree, position: number): string {
  const stage = tree.stages.at(-1);
  const instruction = tree.instructions[position];
  return stage === undefined || instruction === undefined ? '/' : absoluteIn(stage, instruction, '.');
}

/** The files of a layer that belong to no OS package, as folders, what it deleted, and the libraries that its ELF files want. */
function writtenBy(
  index: ImageIndex,
  position: number,
  basePackages: ReadonlySet<string>,
  workdir: string,
): Pick<StepFacts, 'trees' | 'deleted' | 'libraries'> {
  const { added, changed, deleted } = layerChanges(index, position);
  const own = [...added, ...changed].filter(
    ({ path, entry }) =>
      entry !== null && entry.type !== 'dir' && !HOUSEKEEPING.test(path) && ownerOf(index, path) === null,
  );
  const newFolders = new Set(added.filter(({ entry }) => entry?.type === 'dir').map(({ path }) => path));
  const written = own.map(({ path, entry }) => ({ path, bytes: entry?.size ?? 0 }));
  const elf = own.filter(({ entry }) => entry?.elf != null).map(({ path }) => path);
  const libraries = librariesNeeded(index, elf).map(({ soname, neededBy, package: owner }) => ({
    soname,
    neededBy: neededBy[0] ?? '',
    package: owner,
    inBase: owner !== null && basePackages.has(owner),
  }));
  const gone = deleted.map(({ path }) => path).filter((path) => !HOUSEKEEPING.test(path));
  return {
    trees: writtenTrees(written, workdir, newFolders),
    deleted: outermost(gone).map((path) => `/${path}`),
    libraries,
  };
}

/** Whether the image has files at or below a folder, so that an empty mount there would hide them. */
export function holdsContent(index: ImageIndex, folder: string): boolean {
  const prefix = `${folder.replace(/^\//, '')}/`;
  for (const [path, { entry }] of mergedFiles(index))
    if (path.startsWith(prefix) && entry.type !== 'dir') return true;
  return false;
}
