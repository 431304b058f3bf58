import { readFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { ShipshapeError } from './errors.ts';
import type { ImproveOptions } from './improve-options.ts';
import type { EngineResult } from './model/result.ts';
import { assertWritable, OWN_REPORT, writeFiles } from './project/index.ts';
import { documentOf, MARK } from './report/document/document.ts';
import type { DocumentPart } from './report/document/facts.ts';

/** Where the report goes, and what lies there now. */
interface Place {
  folder: string;
  name: string;
  /** null when there is no such file */
  text: string | null;
  isOurs: boolean;
}

/**
 * What `--report` names must be writable, and no file of somebody else's: told before minutes go into the work.
 * @throws ShipshapeError USAGE, NOT_WRITABLE
 */
export async function checkReport({ report, force }: ImproveOptions): Promise<void> {
  if (report === undefined) return;
  const place = await placeOf(resolve(report));
  if (!place.isOurs && force !== true)
    throw new ShipshapeError('USAGE', {
      what: `--report ${report}: there is a file already that Shipshape did not write.`,
      hint: 'Name another file, or write over it with `--force`.',
    });
  await assertWritable(place.folder, [place.name]);
}

/**
 * Writes the report: where `--report` says, else with `--write` into the project, if anything was changed there.
 * @returns where it was written, relative to the project where it lies in it; null and the reason where it was due and
 * was not written
 */
export async function writeReport(
  projectDir: string,
  parts: DocumentPart[],
  engine: EngineResult | null,
  options: ImproveOptions,
): Promise<{ path: string | null; note: string | null }> {
  const { report, write = false, force = false, measure = 'quick', signal } = options;
  const changed = write && parts.some(({ result }) => result.status === 'improved');
  if (report === undefined && !changed) return { path: null, note: null };
  const target = report === undefined ? resolve(projectDir, OWN_REPORT) : resolve(report);
  const place = await placeOf(target);
  if (!place.isOurs && !(force && report !== undefined))
    return {
      path: null,
      note: `${OWN_REPORT} is a file of your own and was left alone; \`--report FILE\` writes the report elsewhere.`,
    };
  const date = new Date().toISOString().slice(0, 10);
  const text = documentOf({ project: basename(projectDir), date, engine, measure, written: write, parts });
  const file = { path: place.name, text, before: place.text };
  await writeFiles(place.folder, [file], { own: new Set([place.name]), force, signal });
  const inside = relative(projectDir, target);
  return { path: inside.startsWith('..') ? target : inside.split(sep).join('/'), note: null };
}

async function placeOf(target: string): Promise<Place> {
  const text = await readFile(target, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new ShipshapeError('NOT_WRITABLE', { what: `${target} cannot be written.`, cause: error });
  });
  return {
    folder: dirname(target),
    name: basename(target),
    text,
    isOurs: text === null || text.startsWith(MARK),
  };
}
