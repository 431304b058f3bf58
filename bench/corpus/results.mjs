// npm run corpus:results -- FILE.jsonl [--static FILE.json] [--out docs/results.md]: the page of results from what
// `npm run corpus:projects` and `npm run corpus -- DIR --json` wrote. A project that was run again counts as in its last run.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  median,
  megabytes,
  percent,
  ratio,
  ratios,
  seconds,
  section,
  staticPart,
  table,
  times,
} from './tables.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { static: { type: 'string' }, out: { type: 'string' } },
});
if (positionals.length === 0) {
  console.error('usage: npm run corpus:results -- FILE.jsonl… [--static FILE.json] [--out docs/results.md]');
  process.exit(2);
}
const latest = new Map();
for (const file of positionals)
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const record = JSON.parse(line);
    latest.set(record.name, record);
  }
const order = JSON.parse(readFileSync(new URL('projects.json', import.meta.url), 'utf8')).map(
  ({ name }) => name,
);
const records = [...latest.values()].toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
const rows = records.flatMap((record) => record.setups.map((setup) => ({ record, ...setup })));

const answering = rows.filter(({ original }) => original.builds && original.answers);
const full = answering.filter(({ slim, base }) => !slim && /^(python|node):/.test(base));
const slim = answering.filter((one) => one.slim);
const slow = answering.filter(({ sourceEdit }) => sourceEdit.before >= 3000);
const single = answering.filter(({ singleStage }) => singleStage);
const explained = single.filter(({ twoStages }) => twoStages.made || twoStages.reason !== null);
const larger = slim.filter(({ size }) => size.after - size.before > 2e6);
const same = answering.filter(({ result }) => result.same);

const aims = [
  ['original builds and answers: the result does the same', 'all', `${same.length} of ${answering.length}`],
  [`full bases: size, median of ${full.length}`, '≤ 0.30×', times(median(ratios(full, ({ size }) => size)))],
  [
    `slim bases: bytes above the base, median of ${slim.length}`,
    '≤ 0.80×',
    times(median(ratios(slim, ({ aboveBase }) => aboveBase))),
  ],
  ['slim bases: more than 2 MB larger', 'none', String(larger.length)],
  [
    `rebuild after a source edit where it took 3 s or more, median of ${slow.length}`,
    '≤ 0.20×',
    times(median(ratios(slow, ({ sourceEdit }) => sourceEdit))),
  ],
  [
    `single-stage files with two stages or a stated reason, of ${single.length}`,
    '≥ 70 %',
    percent(explained, single),
  ],
  [
    '… with two stages',
    '',
    percent(
      single.filter(({ twoStages }) => twoStages.made),
      single,
    ),
  ],
];

const nameOf = ({ record, service }) =>
  record.setups.length > 1 && service !== null ? `${record.name} (${service})` : record.name;
const droppedOf = ({ dropped }) =>
  dropped.map(({ id, what, rung }) => (what === 'dropped' ? id : `${id} → ${rung}`)).join(', ') || '–';
const short = (text) => (text === null ? '–' : /^(kept|weakened)/.test(text) ? 'yes' : 'no');

const main = table(
  [
    'project',
    'base',
    'MB before',
    'after',
    'size',
    'above base',
    'rebuild s',
    'after',
    'two stages',
    'user',
    'read-only',
    'dropped or weakened',
    'wall s',
  ],
  answering.map((row) => [
    nameOf(row),
    row.base,
    megabytes(row.size.before),
    megabytes(row.size.after),
    times(ratio(row.size)),
    times(ratio(row.aboveBase)),
    seconds(row.sourceEdit.before),
    seconds(row.sourceEdit.after),
    row.twoStages.made ? row.twoStages.rung : row.singleStage ? 'no' : 'has several',
    short(row.user),
    short(row.readOnly),
    droppedOf(row),
    seconds(row.record.wallMs),
  ]),
);
const reasons = answering
  .filter(({ singleStage, twoStages }) => singleStage && !twoStages.made)
  .map((row) => [nameOf(row), row.twoStages.reason ?? 'no reason']);
const dropped = answering.flatMap((row) =>
  row.dropped.map(({ id, what, evidence }) => [
    nameOf(row),
    `${id} ${what}`,
    evidence.join(' / ').slice(0, 400),
  ]),
);
const left = rows
  .filter((row) => !answering.includes(row))
  .map((row) => [nameOf(row), row.said.split('\n')[0].slice(0, 300)]);
const broken = records
  .filter(({ setups }) => setups.length === 0)
  .map(({ name, status, said }) => [name, `${status}: ${said.slice(0, 300)}`]);
const list = records.map(({ name, repository, revision, folder, about, prepared }) => [
  name,
  `${repository}@${revision.slice(0, 10)}${folder === '' ? '' : ` ${folder}`}`,
  about,
  prepared.join('; ') || 'nothing',
]);

const page = [
  '# Results on real projects',
  '',
  'Made by `npm run corpus:results` from what `npm run corpus:projects` wrote: `shipshape improve` on public projects,',
  'without probes or hints. Sizes are uncompressed; MB is 10^6 bytes. "Above base" is what lies above the base\'s layers.',
  'Times are of a busy two-core machine: compare them with each other only.',
  '',
  table(['what', 'aim', 'measured'], aims),
  '',
  '## Originals that build and answer',
  '',
  main,
  ...section('One stage, and why', ['project', 'reason'], reasons),
  ...section('What was dropped or weakened', ['project', 'change', 'why'], dropped),
  ...section('Runs that ended without a result', ['project', 'what was told'], broken),
  ...section(
    'Not counted: the original did not build, start or answer here',
    ['project', 'what was told'],
    left,
  ),
  ...staticPart(values.static),
  ...section('The projects and their preparation', ['project', 'where', 'what it is', 'prepared'], list),
  '',
].join('\n');
if (values.out === undefined) process.stdout.write(page);
else writeFileSync(values.out, page);
