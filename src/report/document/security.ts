import type { Finds, Measurement, SetupResult } from '../../model/result.ts';
import { change, count, shown } from '../numbers.ts';
import { table } from './markdown.ts';
import type { Section } from './facts.ts';

const SURFACE: readonly [label: string, read: (measured: Measurement) => number | null][] = [
  ['OS packages', ({ packages }) => packages.os],
  ['of them not from the base', ({ packages }) => packages.osAboveBase],
  ['language packages', ({ packages }) => packages.language],
  ['compilers on `PATH`', ({ attackSurface }) => countOf(attackSurface.compilers)],
  ['package managers on `PATH`', ({ attackSurface }) => countOf(attackSurface.packageManagers)],
  ['shells on `PATH`', ({ attackSurface }) => countOf(attackSurface.shells)],
  ['setuid and setgid files', ({ attackSurface }) => countOf(attackSurface.setuid)],
  ['paths that everyone may write', ({ attackSurface }) => countOf(attackSurface.worldWritable)],
];

const countOf = (finds: Finds | null): number | null => finds?.count ?? null;

export const security: Section = ({ result }) => {
  const { before, after } = result;
  if (after.score.points === null) return null;
  const surface = SURFACE.map(([label, read]) => [
    label,
    shown(read(before), count),
    shown(read(after), count),
    change(read(before), read(after), count)?.text ?? '',
  ]);
  return [
    `**${told(before)} → ${told(after)}** of 100 points (formula version ${after.score.version}).`,
    points(result),
    '**What an intruder would find in the image**',
    table(['', 'before:', 'after:', 'change:'], surface),
    'The score knows no vulnerabilities and does not read the program; it says how much a break-in would gain.',
  ].join('\n\n');
};

const told = ({ score: { points, grade } }: Measurement): string => `${points} ${grade}`;

/** Every criterion that took points on either side, the largest loss first. */
function points({ before, after }: SetupResult): string {
  const ids = new Set([...before.score.lost, ...after.score.lost].map(({ id }) => id));
  const of = (measured: Measurement, id: string) => measured.score.lost.find((one) => one.id === id);
  const rows = [...ids]
    .map((id) => ({ id, was: of(before, id), is: of(after, id) }))
    .sort((a, b) => (b.was?.points ?? 0) - (a.was?.points ?? 0))
    .map(({ was, is }) => [reason(was?.what, is?.what), lost(was), lost(is)]);
  if (rows.length === 0) return 'No points were lost.';
  return table(
    ['points lost because', 'before:', 'after:'],
    rows.map(([what = '', ...rest]) => [cellText(what), ...rest]),
  );
}

/** What was seen before, and what is seen now where that is something else. */
function reason(was: string | undefined, is: string | undefined): string {
  if (was === undefined || is === undefined || was === is) return was ?? is ?? '';
  const start = was.slice(0, was.indexOf(': ') + 2);
  return `${was}; now: ${start.length > 2 && is.startsWith(start) ? is.slice(start.length) : is}`;
}

const cellText = (text: string): string => text.replaceAll('|', '\\|');

const lost = (one: { points: number } | undefined): string => (one === undefined ? '0' : `−${one.points}`);
