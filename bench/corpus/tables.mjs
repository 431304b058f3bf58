// Numbers and tables of the page of results, as Markdown.
import { readFileSync } from 'node:fs';

export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
};
export const ratio = ({ before, after }) => (before > 0 && after !== null ? after / before : null);
export const times = (value) => (value === null ? '–' : `${value.toFixed(2)}×`);
export const megabytes = (bytes) => (bytes === null ? '–' : (bytes / 1e6).toFixed(1));
export const seconds = (ms) => (ms === null ? '–' : (ms / 1000).toFixed(1));
export const percent = (part, all) =>
  all.length === 0 ? '–' : `${Math.round((100 * part.length) / all.length)} %`;
const cell = (text) =>
  String(text)
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/\s+/g, ' ');
export const ratios = (some, of) => some.map((row) => ratio(of(row))).filter((one) => one !== null);

export const table = (head, body) =>
  [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...body.map((row) => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n');

/** A heading and a table; nothing when there are no rows. */
export function section(title, head, body) {
  return body.length === 0 ? [] : ['', `## ${title}`, '', table(head, body)];
}

/** What `npm run corpus -- DIR --json FILE` counted. */
export function staticPart(file) {
  if (file === undefined) return [];
  const { parsed, proposed, histograms, checked, failures } = JSON.parse(readFileSync(file, 'utf8'));
  const counts = [
    ['Dockerfiles parsed, byte-exact', parsed.files],
    ...Object.entries(proposed),
    ['failures (crash, bytes, unstable, line ends, new warning)', failures.length],
    ...(checked
      ? [
          ['judged by `docker build --check` on both sides', checked.judged],
          ['could not be judged', checked.notJudged.length],
          ['new warnings', checked.new.length],
        ]
      : []),
  ];
  return [
    ...section('Proposals for real Dockerfiles, without an engine', ['what', 'count'], counts),
    ...section(
      'Why not two stages, without an engine',
      ['reason', 'count'],
      Object.entries(histograms['why not two stages']),
    ),
  ];
}
