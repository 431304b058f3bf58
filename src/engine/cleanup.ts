import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, type Engine, lastWords } from './engine.ts';
import { RUN_LABEL } from './labels.ts';

/** One run of Shipshape: the owner of everything it makes, and the one who removes it. */
export interface Run {
  /** Twelve hexadecimal digits; fits into names of images, projects and networks. */
  id: string;
  /** For `--label` and the like: what carries it is removed by `dispose`. */
  labels: Record<string, string>;
  /** A new folder outside the project, removed at the end. */
  tempFolder(purpose: string): Promise<string>;
  /** Something else to undo at the end; the last registered is undone first. */
  register(cleanup: () => void | Promise<void>): void;
  /**
   * Removes all of this run and nothing else: registered things, then containers (with their anonymous volumes),
   * networks, volumes and images by label. Calling it again gives the same promise. Never throws.
   * @returns what could not be removed, in words.
   */
  dispose(): Promise<string[]>;
}

interface Kind {
  list: readonly string[];
  remove: readonly string[];
}

/** In the order in which they can be removed: what uses another comes first. */
const KINDS: readonly Kind[] = [
  { list: ['ps', '--all', '--quiet', '--no-trunc'], remove: ['rm', '--force', '--volumes'] },
  { list: ['network', 'ls', '--quiet', '--no-trunc'], remove: ['network', 'rm'] },
  { list: ['volume', 'ls', '--quiet'], remove: ['volume', 'rm'] },
  { list: ['image', 'ls', '--quiet', '--no-trunc'], remove: ['image', 'rm', '--force'] },
];

/** A compose that was just ended may still have one call under way at the engine: look again. */
const ROUNDS = 3;
const REMOVE_TIMEOUT = 120_000;

/** @param engine null where none answered: then there are only folders to remove. */
export function createRun(engine: Engine | null): Run {
  const id = randomBytes(6).toString('hex');
  const cleanups: (() => void | Promise<void>)[] = [];
  let disposing: Promise<string[]> | null = null;

  const register: Run['register'] = (cleanup) => void cleanups.push(cleanup);
  const disposeAll = async (): Promise<string[]> => {
    const problems: string[] = [];
    for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    if (engine !== null) problems.push(...(await removeLabelled(engine, `${RUN_LABEL}=${id}`)));
    return problems;
  };

  return {
    id,
    labels: { [RUN_LABEL]: id },
    register,
    async tempFolder(purpose) {
      const folder = await mkdtemp(join(tmpdir(), `shipshape-${purpose}-`));
      register(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
    dispose() {
      disposing ??= disposeAll();
      return disposing;
    },
  };
}

async function removeLabelled(engine: Engine, label: string): Promise<string[]> {
  let problems: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    problems = [];
    let seen = 0;
    for (const kind of KINDS) {
      const listed = await docker(engine, [...kind.list, '--filter', `label=${label}`]);
      if (listed.code !== 0) problems.push(lastWords(listed));
      const ids = [...new Set(listed.stdout.split('\n').filter((line) => line !== ''))];
      if (ids.length === 0) continue;
      seen += ids.length;
      const removed = await docker(engine, [...kind.remove, ...ids], { timeoutMs: REMOVE_TIMEOUT });
      if (removed.code !== 0) problems.push(lastWords(removed));
    }
    if (seen === 0) break;
  }
  return problems;
}
