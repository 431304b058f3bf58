import type { Colour, Paint } from '../style.ts';
import { columns, visible, wrap } from '../wrap.ts';
import { mayHoldSecret } from '../../rules/secrets/index.ts';
import { isAboutSecrets, lineAt } from './source-line.ts';
import type { CheckFormat, ToldFile, ToldFinding, Totals } from './told.ts';

const COLOURS = { error: 'red', warning: 'yellow', info: 'cyan', style: 'dim' } as const satisfies Record<
  string,
  Colour
>;

/** For people: file by file, each finding with the line that it stands in and its place marked. */
export function pretty(paint: Paint): CheckFormat {
  return {
    file: (file) =>
      file.findings.length === 0
        ? ''
        : `${paint('bold', visible(file.path))}\n${file.findings.map((one) => block(one, file, paint)).join('')}\n`,
    end: (totals) => summary(totals, paint),
  };
}

function block(told: ToldFinding, file: ToldFile, paint: Paint): string {
  const { at, name } = told;
  const place = `${at.line}:${at.column}`.padEnd(7);
  const fix = at.fix === null ? '' : at.fix === 'safe' ? '  [--fix]' : '  [--fix=all]';
  const head = `  ${place} ${paint(COLOURS[at.severity], at.severity)}  ${paint('bold', visible(name))}${paint('dim', fix)}`;
  const lines = wrap(visible(at.message), '          ', '          ');
  return `${[head, ...lines, ...excerpt(told, file, paint)].join('\n')}\n`;
}

/** Columns of a source line that are shown. */
const SHOWN = 96;

/** Nothing of a line that may hold a secret is shown, whichever rule speaks of it. */
function excerpt({ at, finding }: ToldFinding, { source, findings }: ToldFile, paint: Paint): string[] {
  const isSecret = findings.some(
    (one) => isAboutSecrets(one.at.rule) && one.at.line <= at.line && at.line <= one.at.endLine,
  );
  const { start, end } = finding.range;
  if (isSecret || end <= start) return [];
  const line = lineAt(source, start);
  if (mayHoldSecret(line.text)) return [];
  const first = start - line.start;
  const length = Math.min(end - start, line.text.length - first);
  if (length <= 0) return [];
  const from = Math.max(0, Math.min(first, first + length - SHOWN, line.text.length - SHOWN));
  const cut = from > 0 ? '…' : '';
  const shown = line.text.slice(from, from + SHOWN);
  const number = String(at.line);
  const gap = ' '.repeat(number.length);
  const before = columns(cut + visible(shown.slice(0, first - from)));
  const marked = Math.max(1, columns(visible(shown.slice(first - from, first - from + length))));
  const mark = paint(COLOURS[at.severity], '^'.repeat(marked));
  return [
    paint('dim', `          ${number} | `) + cut + visible(shown),
    `${paint('dim', `          ${gap} | `)}${' '.repeat(before)}${mark}`,
  ];
}

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

function summary({ files, error, warning, info, style, safe, needsProof }: Totals, paint: Paint): string {
  const all = error + warning + info + style;
  const looked = many(files, 'file');
  if (all === 0) return `${paint('green', 'Nothing found')} in ${looked}.\n`;
  const parts = [
    error > 0 && many(error, 'error'),
    warning > 0 && many(warning, 'warning'),
    info > 0 && `${info} info`,
    style > 0 && `${style} style`,
  ].filter((part) => part !== false);
  const fixes = [
    safe > 0 && `${safe} can be mended with \`--fix\``,
    needsProof > 0 &&
      `${safe > 0 ? needsProof : many(needsProof, 'finding')} ${safe > 0 ? 'more ' : ''}with \`--fix=all\` (\`shipshape improve\` proves such changes)`,
  ].filter((part) => part !== false);
  const found = `${many(all, 'finding')} in ${looked}: ${parts.join(', ')}.`;
  return `${paint(error > 0 ? 'red' : 'yellow', found)}\n${fixes.length === 0 ? '' : `${fixes.join(', ')}.\n`}`;
}
