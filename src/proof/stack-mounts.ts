import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { datastoreOf } from '../ecosystems/datastores.ts';
import type { ComposeModel } from '../engine/index.ts';
import { isMapping, listOf, textOf, type Mapping } from '../model/compose-values.ts';
import { copyOut, insideProject } from '../project/index.ts';
import type { Session } from './session.ts';

/** What takes the place of a bind mount in a run. */
export type Mount =
  /** the copy of a file or folder of the project, read-only */
  | { kind: 'copy'; path: string }
  /** data: an empty volume of the run's own */
  | { kind: 'volume' }
  | { kind: 'left-out'; why: string };

/** Bytes of a folder that is copied for a mount: configuration, pages, scripts, not data. */
const MOST_BYTES = 64_000_000;
const SOURCE =
  /\.(py|[cm]?[jt]sx?|rb|php|go|java|rs|vue|svelte)$|^(package\.json|requirements.*\.txt|pyproject\.toml|go\.mod|Gemfile|composer\.json)$/;
/** Files that programs write into, where they are mounted by themselves. */
const DATA_FILE = /\.(db|sqlite3?|log|pid|sock)$/;

/**
 * What stands in for one bind mount: source code over an image would hide what is to be tried, data is the user's, and
 * configuration is needed.
 * @param dir the copy of the project in which the model was resolved
 */
export async function mountFor(
  session: Session,
  dir: string,
  service: Mapping,
  volume: Mapping,
): Promise<Mount> {
  const source = textOf(volume['source']) ?? '';
  const target = textOf(volume['target']) ?? '';
  const path = insideProject(dir, source);
  if (path === null || (!source.startsWith(`${dir}/`) && source !== dir))
    return { kind: 'left-out', why: 'it does not lie in the project' };
  const isBuilt = service['build'] !== undefined;
  const real = join(session.projectDir, path);
  const found = await stat(real).catch(() => null);
  if (found === null) return { kind: 'volume' };
  if (found.isFile())
    return DATA_FILE.test(path) ? { kind: 'left-out', why: 'it holds data' } : copyOf(session, path);
  if (!found.isDirectory()) return { kind: 'left-out', why: 'it is neither a file nor a folder' };
  if (datastoreOf(service)?.data.some((data) => target.replace(/\/$/, '') === data))
    return { kind: 'volume' };
  if (isBuilt && (path === '' || (await holdsSource(real))))
    return { kind: 'left-out', why: 'source code over what the image holds' };
  if (volume['read_only'] !== true && isBuilt) return { kind: 'volume' };
  const bytes = await bytesBelow(real, MOST_BYTES);
  if (bytes === 0) return { kind: 'volume' };
  if (bytes > MOST_BYTES) return { kind: 'left-out', why: 'it is too large to copy' };
  return copyOf(session, path);
}

const copies = new WeakMap<Session, Map<string, Promise<string>>>();

/** Once for a session: nobody writes into it. */
async function copyOf(session: Session, path: string): Promise<Mount> {
  return { kind: 'copy', path: await copied(session, path) };
}

export function copied(session: Session, path: string): Promise<string> {
  const known = copies.get(session) ?? new Map<string, Promise<string>>();
  copies.set(session, known);
  const copy =
    known.get(path) ??
    session.run.tempFolder('mount').then(async (folder) => {
      await copyOut(session.projectDir, path, join(folder, 'mounted'), session.signal);
      return join(folder, 'mounted');
    });
  known.set(path, copy);
  return copy;
}

async function holdsSource(folder: string, depth = 3): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some((entry) => entry.isFile() && SOURCE.test(entry.name))) return true;
  if (depth === 0) return false;
  for (const entry of entries)
    if (entry.isDirectory() && !/^(\.git|node_modules)$/.test(entry.name))
      if (await holdsSource(join(folder, entry.name), depth - 1)) return true;
  return false;
}

/** Stops counting above `most`. */
async function bytesBelow(folder: string, most: number): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (bytes > most) return bytes;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(path, most - bytes);
    else if (entry.isFile()) bytes += (await stat(path).catch(() => null))?.size ?? 0;
  }
  return bytes;
}

/** The bind mounts of a service, as `compose config` tells them. */
export const bindsOf = (service: Mapping): Mapping[] =>
  listOf(service['volumes']).filter((one): one is Mapping => isMapping(one) && one['type'] === 'bind');

/** Names of the model's top-level `secrets` or `configs` that some services use. */
export const usedFiles = (
  model: ComposeModel,
  names: readonly string[],
  key: 'secrets' | 'configs',
): string[] => [
  ...new Set(
    names.flatMap((name) =>
      listOf(model.services[name]?.[key]).flatMap(
        (one) => textOf(isMapping(one) ? one['source'] : one) ?? [],
      ),
    ),
  ),
];
