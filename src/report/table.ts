import type { ChangeResult, ContractResult, Measurement, Outcome, SetupResult } from '../model/result.ts';
import { errorLines } from './errors.ts';
import { change, count, NOT_MEASURED, seconds, shown, size as asSize } from './numbers.ts';
import { sentence } from './sentence.ts';
import { paintFor, type Colour, type Paint } from './style.ts';
import { columns, visible, wrap } from './wrap.ts';

type Row = [label: string, read: (measured: Measurement) => number | null, format: (value: number) => string];

const ROWS: readonly Row[] = [
  ['image size', ({ size }) => size.uncompressed, asSize],
  ['  compressed', ({ size }) => size.compressed, asSize],
  ['  above the base', ({ size }) => size.aboveBase, asSize],
  ['layers', ({ layers }) => layers, count],
  ['waste', ({ waste }) => waste, asSize],
  ['build, cold', ({ build }) => build.cold, seconds],
  ['  unchanged', ({ build }) => build.unchanged, seconds],
  ['  after a source edit', ({ build }) => build.sourceEdit, seconds],
  ['  after a dependency edit', ({ build }) => build.dependencyEdit, seconds],
  ['build context', ({ context }) => context, asSize],
  ['start', ({ start }) => start, seconds],
  ['peak memory', ({ peakMemory }) => peakMemory, asSize],
  ['OS packages', ({ packages }) => packages.os, count],
  ['  above the base', ({ packages }) => packages.osAboveBase, count],
  ['language packages', ({ packages }) => packages.language, count],
  ['setuid files', ({ attackSurface }) => attackSurface.setuid?.count ?? null, count],
  ['world-writable paths', ({ attackSurface }) => attackSurface.worldWritable?.count ?? null, count],
  ['compilers', ({ attackSurface }) => attackSurface.compilers?.count ?? null, count],
  ['package managers', ({ attackSurface }) => attackSurface.packageManagers?.count ?? null, count],
  ['shells', ({ attackSurface }) => attackSurface.shells?.count ?? null, count],
];

interface ShownRow {
  label: string;
  cells: string[];
  change: { text: string; better: boolean } | null;
}

/** The security score: the one row of which more is better. */
function scoreRow(columns: readonly Measurement[]): ShownRow {
  const told = ({ points, grade }: Measurement['score']) =>
    points === null ? NOT_MEASURED : `${points} ${grade ?? ''}`.trim();
  const [before = null, after = null] = columns.map(({ score }) => score.points);
  const gained = before === null || after === null ? 0 : after - before;
  return {
    label: 'security score of 100',
    cells: columns.map(({ score }) => told(score)),
    change:
      gained === 0 ? null : { text: `${gained > 0 ? '+' : '−'}${Math.abs(gained)}`, better: gained > 0 },
  };
}

/** What one setup came to, for people: numbers, contract, changes, files, notes. Ends with a line break. */
export function table(setup: SetupResult, { stream }: { stream: NodeJS.WritableStream }): string {
  const paint = paintFor(stream);
  const lines = [
    heading(setup, paint),
    ...(setup.error === null ? [] : ['', ...errorLines(setup.error, paint)]),
    ...numbers(
      [
        ['before', setup.before],
        ['after', setup.after],
      ],
      paint,
      setup.error === null ? 'all' : 'measured',
    ),
    ...(setup.error === null || setup.contract.met !== null
      ? section('Contract', contractLines(setup.contract, paint), paint)
      : []),
    ...section(
      'Changes',
      [...setup.changes]
        .sort((a, b) => Number(a.outcome === 'not-needed') - Number(b.outcome === 'not-needed'))
        .flatMap((one) => changeLines(one, paint)),
      paint,
    ),
    ...section(
      'Files',
      setup.files.map(({ path, action }) => `  ${action.padEnd(8)}${visible(path)}`),
      paint,
    ),
    ...section(
      'Notes',
      setup.notes.flatMap((note) => wrap(visible(sentence(note)), '  ', '  ')),
      paint,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const STATUS: Record<SetupResult['status'], [words: string, colour: Colour]> = {
  improved: ['improved', 'green'],
  'already-good': ['already good, left alone', 'green'],
  'not-improvable': ['cannot be improved', 'yellow'],
  failed: ['failed', 'red'],
};

export const PROOF: Record<SetupResult['proof'], string> = {
  none: 'nothing was proved',
  builds: 'proved: builds',
  'stays-up': 'proved: builds and stays up',
  answers: 'proved: builds, stays up and answers',
};

function heading(setup: SetupResult, paint: Paint): string {
  const [words, colour] = STATUS[setup.status];
  const service = setup.service === null ? '' : ` (service ${visible(setup.service)})`;
  const proof = setup.proof === 'none' && setup.status !== 'improved' ? '' : `; ${PROOF[setup.proof]}`;
  return `${paint('bold', visible(setup.dockerfile))}${service}: ${paint(colour, words)}${proof}`;
}

/**
 * The numbers of one image, or of two with how they relate.
 * @param only `measured` leaves out what was measured of none of them
 */
export function numbers(
  columns: readonly [title: string, Measurement][],
  paint: Paint,
  only: 'all' | 'measured' = 'all',
): string[] {
  const measured = columns.map(([, one]) => one);
  const isMeasured = ([, read]: Row): boolean => measured.some((one) => read(one) !== null);
  const rows = ROWS
    // only `--measure full` compresses
    .filter((row) => (only === 'all' && row[0] !== '  compressed') || isMeasured(row))
    .map(([label, read, format]): ShownRow => {
      const [before = null, after = null] = measured.map(read);
      const cells = measured.map((one) => shown(read(one), format));
      return { label, cells, change: change(before, after, format) };
    });
  if (only === 'all' || measured.some(({ score }) => score.points !== null)) rows.push(scoreRow(measured));
  if (rows.length === 0) return [];
  const line = (label: string, cells: readonly string[], rest: string) =>
    `  ${label.padEnd(26)}${cells.map((cell) => cell.padStart(14)).join('')}${rest}`.trimEnd();
  const titles = columns.map(([title]) => title);
  return [
    '',
    paint('dim', line('measure', titles, columns.length < 2 ? '' : 'change'.padStart(12))),
    ...rows.map(({ label, cells, change }) =>
      line(
        label,
        cells,
        change === null ? '' : paint(change.better ? 'green' : 'yellow', change.text.padStart(12)),
      ),
    ),
  ];
}

export function section(title: string, lines: string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
}

export function contractLines({ met, probes, differences }: ContractResult, paint: Paint): string[] {
  if (met === null) return ['  not compared'];
  const equal = probes.filter((probe) => probe.equal).length;
  const probed = probes.length === 0 ? '' : `: ${equal} of ${probes.length} probes answered as before`;
  const verdict = met ? paint('green', 'met') : paint('red', 'not met');
  return [
    `  ${verdict}${probed}`,
    ...probes.flatMap(({ method, path, headers, before, after, equal }) => {
      const sent = headers.length === 0 ? '' : ` with ${headers.join(', ')}`;
      const answer = equal ? answerOf(before) : `${answerOf(before)} → ${answerOf(after)}`;
      return wrap(visible(`${method} ${path}${sent}: ${answer}`), equal ? '    = ' : '    ≠ ', '      ');
    }),
    ...differences.flatMap(({ field, before, after }) =>
      wrap(visible(`${field}: ${before} → ${after}`), '    ≠ ', '      '),
    ),
  ];
}

const answerOf = ({ status, type }: { status: number | null; type: string | null }): string =>
  status === null ? 'no answer' : [status, type].filter((part) => part !== null).join(' ');

const MARK: Record<Outcome, [mark: string, colour: Colour]> = {
  kept: ['✓', 'green'],
  weakened: ['~', 'yellow'],
  dropped: ['✗', 'red'],
  'not-needed': ['·', 'dim'],
  unproven: ['?', 'yellow'],
};

const OUTCOME_WIDTH = Math.max(...Object.keys(MARK).map(columns)) + 2;

function changeLines({ title, outcome, rung, evidence }: ChangeResult, paint: Paint): string[] {
  const [mark, colour] = MARK[outcome];
  const to = outcome === 'weakened' && rung !== null ? ` (${rung})` : '';
  const first = `  ${paint(colour, mark)} ${outcome.padEnd(OUTCOME_WIDTH)}`;
  const [line = '', ...more] = wrap(visible(`${title}${to}`), ' '.repeat(4 + OUTCOME_WIDTH), ' '.repeat(6));
  // Why a change is there stands in the documentation; why it is not there is told here.
  const reasons = outcome === 'kept' || outcome === 'unproven' ? [] : evidence;
  return [
    first + line.trimStart(),
    ...more,
    ...reasons.flatMap((reason) => wrap(visible(reason), ' '.repeat(6), ' '.repeat(8))),
  ];
}
