import type { Measurement } from '../../model/result.ts';
import { change, count, NOT_MEASURED, seconds, shown, size } from '../numbers.ts';
import { table } from './markdown.ts';
import type { Section } from './facts.ts';

type Row = [label: string, read: (measured: Measurement) => number | null, format: (value: number) => string];

const HEADS = ['', 'before:', 'after:', 'change:'];

const COLD: readonly Row[] = [['from nothing, base present', ({ build }) => build.cold, seconds]];
const WARM: readonly Row[] = [
  ['nothing changed', ({ build }) => build.unchanged, seconds],
  ['after an edit of the source', ({ build }) => build.sourceEdit, seconds],
  ['after an edit of the dependencies', ({ build }) => build.dependencyEdit, seconds],
];
const IMAGE: readonly Row[] = [
  ['image', ({ size: bytes }) => bytes.uncompressed, size],
  ['of it above the base', ({ size: bytes }) => bytes.aboveBase, size],
  ['image, compressed', ({ size: bytes }) => bytes.compressed, size],
  ['stored, but replaced or deleted by a later layer', ({ waste }) => waste, size],
  ['layers', ({ layers }) => layers, count],
  ['build context', ({ context }) => context, size],
];
const RUN: readonly Row[] = [
  ['start, until it answered or ended', ({ start }) => start, seconds],
  ['memory at its peak', ({ peakMemory }) => peakMemory, size],
];

const rowsOf = (rows: readonly Row[], before: Measurement, after: Measurement): string[][] =>
  rows.map(([label, read, format]) => [
    label,
    shown(read(before), format),
    shown(read(after), format),
    change(read(before), read(after), format)?.text ?? '',
  ]);

/** What one looks like beside three: a single build of each kind is a sample. */
const SAMPLE =
  'Each time is of one build, so small differences say little, and on a busy machine even large ones may be chance; `--measure full` takes the median of three.';

export const performance: Section = ({ result: { before, after, verification } }) => {
  if (before.size.uncompressed === null && after.size.uncompressed === null)
    return `Sizes and times are ${NOT_MEASURED}: no Docker engine was used.`;
  const times = after.build.times ?? before.build.times;
  const stops = [verification.before, verification.after].map((state) => state?.stopMs ?? null);
  const [stopBefore = null, stopAfter = null] = stops;
  const stop =
    stopBefore === null && stopAfter === null
      ? []
      : [
          [
            'stop, from SIGTERM to the end',
            shown(stopBefore, seconds),
            shown(stopAfter, seconds),
            change(stopBefore, stopAfter, seconds)?.text ?? '',
          ],
        ];
  return [
    '**Cold build**',
    table(HEADS, rowsOf(COLD, before, after)),
    '**Warm builds**, with the build cache of the build before',
    table(HEADS, rowsOf(WARM, before, after)),
    times === 1 ? SAMPLE : `Each time is the median of ${times} builds, original and result taking turns.`,
    '**Image and container**',
    table(HEADS, [...rowsOf(IMAGE, before, after), ...rowsOf(RUN, before, after), ...stop]),
  ].join('\n\n');
};
