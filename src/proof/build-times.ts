import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildResult } from '../engine/index.ts';
import type { Measurement } from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import { build, tagFor, type Workplace } from './build-setup.ts';
import { dependencyFile, editedText, sourceFile } from './edited-files.ts';
import type { Session } from './session.ts';

/** A setup whose builds are timed. */
export interface Timed {
  /** tells the images of before and after apart */
  name: string;
  workplace: Workplace;
  /** a build without cache that was made already; null when there is none yet */
  cold: BuildResult | null;
}

const KINDS = ['cold', 'unchanged', 'sourceEdit', 'dependencyEdit'] as const;
type Kind = (typeof KINDS)[number];

/** Builds of each kind that `--measure full` takes the median of. */
const FULL = 3;

/**
 * Times the builds of each kind: without cache, with nothing changed, after an edit of the source, after one of the
 * manifest. The setups take turns within each kind, so that a machine that grows slower or quicker, and caches that
 * grow warm, are no side's gain.
 * @param buildWith makes a build; tests give one of their own
 * @returns one for each setup, in order; a time is null where there is nothing to edit, or a build failed
 */
export async function timeBuilds(
  session: Session,
  setups: readonly Timed[],
  buildWith: typeof build = build,
): Promise<Measurement['build'][]> {
  const times = session.options.measure === 'full' ? FULL : 1;
  const seen = setups.map(() => new Map<Kind, number[]>());
  // one file for all that have it: the result's start command names it most exactly, and what the result copies the original has too
  const edited = setups.at(-1)?.workplace.setup;
  const usual = edited === undefined ? null : editedFiles(edited);
  const files = setups.map(({ workplace: { setup, snapshot } }) => {
    const own = editedFiles(setup);
    const fileFor = (kind: Kind): string | null => {
      const file = usual?.[kind] ?? null;
      return file !== null && existsSync(join(snapshot.dir, file)) ? file : own[kind];
    };
    return { ...own, sourceEdit: fileFor('sourceEdit'), dependencyEdit: fileFor('dependencyEdit') };
  });
  for (let round = 0; round < times; round++)
    for (const kind of KINDS)
      for (const [index, timed] of setups.entries()) {
        const made = round === 0 && kind === 'cold' ? timed.cold : null;
        const result =
          made ??
          (await buildAs(session, timed, kind, {
            buildWith,
            file: files[index]?.[kind] ?? null,
            mark: `${session.run.id}${round}`,
          }));
        if (result === null || result.failure !== null) continue;
        const list = seen[index]?.get(kind) ?? [];
        seen[index]?.set(kind, [...list, result.durationMs]);
      }
  return seen.map((kinds) => ({
    cold: median(kinds.get('cold')),
    unchanged: median(kinds.get('unchanged')),
    sourceEdit: median(kinds.get('sourceEdit')),
    dependencyEdit: median(kinds.get('dependencyEdit')),
    times,
  }));
}

const editedFiles = (setup: Setup): Record<Kind, string | null> => ({
  cold: null,
  unchanged: null,
  sourceEdit: sourceFile(setup),
  dependencyEdit: dependencyFile(setup),
});

/** Where nothing is built again. */
export const onlyCold = (cold: BuildResult): Measurement['build'] => ({
  cold: cold.failure === null ? Math.round(cold.durationMs) : null,
  unchanged: null,
  sourceEdit: null,
  dependencyEdit: null,
  times: 1,
});

async function buildAs(
  session: Session,
  { name, workplace }: Timed,
  kind: Kind,
  { buildWith, file, mark }: { buildWith: typeof build; file: string | null; mark: string },
): Promise<BuildResult | null> {
  const again = (noCache: boolean) =>
    buildWith(session, workplace, { tag: tagFor(session, `${name}-again`), noCache });
  if (kind === 'cold' || kind === 'unchanged') return again(kind === 'cold');
  if (file === null) return null;
  const path = join(workplace.snapshot.dir, file);
  const bytes = await readFile(path);
  // in place, as a person edits: a fresh copy would have to be sent to the engine as a whole
  await writeFile(path, editedText(file, bytes.toString('latin1'), mark), 'latin1');
  try {
    return await again(false);
  } finally {
    await writeFile(path, bytes);
  }
}

/** ms, rounded; null for none. */
export function median(times: readonly number[] = []): number | null {
  const sorted = times.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}
