import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { datastoreOf } from '../../ecosystems/datastores.ts';
import type { ComposeModel } from '../../engine/index.ts';
import { isMapping, listOf, textOf, type Mapping } from '../../model/compose-values.ts';
import { insideProject } from '../../project/index.ts';
import type { Session } from '../session.ts';
import { copied } from './copies.ts';
import { noteOnce } from './note-once.ts';

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

/** What stands in for the bind mounts of all services of a run; what is left out is told. */
export async function mountsOf(
  session: Session,
  model: ComposeModel,
  names: readonly string[],
  dir: string,
): Promise<Map<string, Map<string, Mount>>> {
  const all = new Map<string, Map<string, Mount>>();
  for (const name of names) {
    const service = model.services[name] ?? {};
    const mounts = new Map<string, Mount>();
    for (const bind of bindsOf(service)) {
      const target = textOf(bind['target']) ?? '';
      const mount = session.engine.facts.remote
        ? ({ kind: 'left-out', why: 'the engine is on another machine' } as const)
        : await mountFor(session, dir, service, bind);
      mounts.set(target, mount);
      const path = insideProject(dir, textOf(bind['source']) ?? '') ?? textOf(bind['source']) ?? '';
      if (mount.kind === 'left-out')
        noteOnce(
          session,
          `Runs leave the mount of ${path === '' ? '.' : path} at ${target} (${name}) out: ${mount.why}.`,
        );
    }
    all.set(name, mounts);
  }
  return all;
}

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

async function copyOf(session: Session, path: string): Promise<Mount> {
  return { kind: 'copy', path: await copied(session, path) };
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
const bindsOf = (service: Mapping): Mapping[] =>
  listOf(service['volumes']).filter((one): one is Mapping => isMapping(one) && one['type'] === 'bind');
