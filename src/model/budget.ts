import { ShipshapeError } from '../errors.ts';
import type { TargetResult } from './measure-result.ts';

type Unit = 'bytes' | 'time' | 'number';

/** What can be limited: its unit, and where its value stands. */
interface Limited {
  unit: Unit;
  what: string;
  valueOf: (target: TargetResult) => number | null;
}

const bytes = (what: string, valueOf: Limited['valueOf']): Limited => ({ unit: 'bytes', what, valueOf });
const time = (what: string, valueOf: Limited['valueOf']): Limited => ({ unit: 'time', what, valueOf });
const number = (what: string, valueOf: Limited['valueOf']): Limited => ({ unit: 'number', what, valueOf });

/** Every budget by the name that people write. */
export const BUDGETS: Readonly<Record<string, Limited>> = {
  size: bytes('the image, uncompressed', ({ measurement }) => measurement.size.uncompressed),
  compressed: bytes('the image, as gzip level 6', ({ measurement }) => measurement.size.compressed),
  'above-base': bytes("the layers above the base's", ({ measurement }) => measurement.size.aboveBase),
  waste: bytes('what a later layer deletes or replaces', ({ measurement }) => measurement.waste),
  context: bytes('the build context', ({ measurement }) => measurement.context),
  layers: number('layers', ({ measurement }) => measurement.layers),
  'packages.os': number('OS packages', ({ measurement }) => measurement.packages.os),
  'packages.language': number('language packages', ({ measurement }) => measurement.packages.language),
  setuid: number('setuid and setgid files', ({ attackSurface }) => attackSurface.setuid.length),
  'world-writable': number(
    'paths that everyone may write',
    (target) => target.attackSurface.worldWritable.length,
  ),
  shells: number('shells', ({ attackSurface }) => attackSurface.shells.length),
  'package-managers': number('package managers', (target) => target.attackSurface.packageManagers.length),
  compilers: number('compilers', ({ attackSurface }) => attackSurface.compilers.length),
  'build.cold': time('a build without cache', ({ measurement }) => measurement.build.cold),
  'build.unchanged': time('a build with nothing changed', ({ measurement }) => measurement.build.unchanged),
  'build.source-edit': time('a build after a source edit', ({ measurement }) => measurement.build.sourceEdit),
  'build.dependency-edit': time(
    'after a dependency edit',
    ({ measurement }) => measurement.build.dependencyEdit,
  ),
};

/** A limit that a value must not exceed. */
export interface Budget {
  name: string;
  /** bytes, ms or a number */
  limit: number;
}

/** Multiples of a byte and of a ms; K, M and G are decimal, Ki, Mi and Gi binary, as everywhere in Docker's tools. */
const FACTORS: Record<Unit, Readonly<Record<string, number>>> = {
  bytes: {
    '': 1,
    b: 1,
    k: 1e3,
    kb: 1e3,
    m: 1e6,
    mb: 1e6,
    g: 1e9,
    gb: 1e9,
    kib: 2 ** 10,
    mib: 2 ** 20,
    gib: 2 ** 30,
  },
  time: { ms: 1, s: 1e3, m: 6e4, min: 6e4 },
  number: { '': 1 },
};

const EXAMPLE: Record<Unit, string> = {
  bytes: 'bytes, such as 150MB, 20MiB or 500kB',
  time: 'a time, such as 60s, 1.5s or 800ms',
  number: 'a number, such as 20',
};

/**
 * Reads `size=150MB`.
 * @throws ShipshapeError USAGE for another form, BUDGET_UNKNOWN with the nearest name
 */
export function parseBudget(text: string): Budget {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new ShipshapeError('USAGE', {
      what: `"${text}" is not a budget.`,
      hint: 'Write it as NAME=LIMIT: `--budget size=150MB`.',
    });
  const limited = Object.hasOwn(BUDGETS, name) ? BUDGETS[name] : undefined;
  if (limited === undefined)
    throw new ShipshapeError('BUDGET_UNKNOWN', {
      what: `There is no budget ${name}; did you mean ${nearest(name)}?`,
      hint: `The names are: ${Object.keys(BUDGETS).join(', ')}.`,
    });
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  const factor = FACTORS[limited.unit][unit.toLowerCase()];
  if (digits === undefined || factor === undefined)
    throw new ShipshapeError('USAGE', {
      what: `The budget ${name} takes ${EXAMPLE[limited.unit]}, not "${value}".`,
      hint: 'Write it as NAME=LIMIT: `--budget size=150MB`.',
    });
  return { name, limit: Number(digits) * factor };
}

/** How a value of a budget is told to people. */
export const unitOf = (name: string): Unit => BUDGETS[name]?.unit ?? 'number';

function nearest(name: string): string {
  const names = Object.keys(BUDGETS).sort((a, b) => distance(name, a) - distance(name, b));
  return names[0] ?? '';
}

/** Levenshtein: how many letters to add, drop or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
