import { BUDGETS, unitOf } from '../model/budget.ts';
import type {
  BudgetResult,
  LayerResult,
  MeasureResult,
  PathResult,
  TargetResult,
} from '../model/measure-result.ts';
import { errorLines } from './errors.ts';
import { count, NOT_MEASURED, seconds, shown, size } from './numbers.ts';
import { sentence } from './sentence.ts';
import { paintFor, type Paint } from './style.ts';
import { subjectText } from './subject.ts';
import { numbers, section } from './table.ts';
import { visible, WIDTH, wrap } from './wrap.ts';

/** What one or two images are made of, for people. */
export function measureTable(result: MeasureResult, { stream }: { stream: NodeJS.WritableStream }): string {
  const paint = paintFor(stream);
  const { targets, budgets, notes } = result;
  const many = targets.length > 1;
  const names = many ? ['first', 'second'] : ['value'];
  const lines = [
    ...targets.flatMap((target, at) => heading(target, many ? `${names[at]}: ` : '', paint)),
    ...numbers(
      targets.map(({ measurement }, at) => [names[at] ?? '', measurement]),
      paint,
      'measured',
    ),
    ...targets.flatMap((target, at) => details(target, many ? ` of the ${names[at]}` : '', paint)),
    ...section(
      'Budgets',
      budgets.flatMap((budget) => budgetLine(budget, many ? targets[budget.target] : undefined, paint)),
      paint,
    ),
    ...section(
      'Notes',
      notes.flatMap((note) => wrap(visible(sentence(note)), '  ', '  ')),
      paint,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function heading(target: TargetResult, role: string, paint: Paint): string[] {
  const base = target.base === null ? 'base not known' : `on ${visible(target.base)}`;
  const first = `${role}${paint('bold', subjectText(target))}`;
  return target.error === null ? [`${first}: ${base}`] : [first, ...errorLines(target.error, paint)];
}

function details(target: TargetResult, whose: string, paint: Paint): string[] {
  const { base, layers, largest, attackSurface: surface } = target;
  const where = base === null ? '' : ' above the base';
  const own = layers.filter(({ inBase }) => inBase !== true);
  const below = layers.length - own.length;
  const names = (what: string, found: readonly string[]) =>
    wrap(visible(`${what}: ${found.length === 0 ? 'none' : listed(found)}`), '  ', '    ');
  return [
    ...section(
      `Layers${whose}`,
      [...(below > 0 ? [`  ${below} of the base`] : []), ...own.flatMap(layerLine)],
      paint,
    ),
    ...section(`Biggest folders${where}${whose}`, largest.folders.map(pathLine), paint),
    ...section(`Biggest files${where}${whose}`, largest.files.map(pathLine), paint),
    ...section(
      `Attack surface${whose}`,
      target.error !== null
        ? []
        : [
            ...names('setuid and setgid files', surface.setuid),
            ...names('paths that everyone may write', surface.worldWritable),
            ...names('shells', surface.shells),
            ...names('package managers', surface.packageManagers),
            ...names('compilers', surface.compilers),
          ],
      paint,
    ),
  ];
}

/** Names that are shown; `--json` has all of them. */
const SHOWN = 12;

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.length}: ${names.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function layerLine({ instruction, bytes, waste }: LayerResult): string[] {
  const wasted = waste > 0 ? `, ${size(waste)} of it waste` : '';
  const text = visible((instruction ?? 'not told by the image').replaceAll(/\s+/g, ' '));
  const first = `  ${size(bytes).padStart(10)}  `;
  const room = WIDTH - first.length - wasted.length;
  return [`${first}${text.length > room ? `${text.slice(0, room - 1)}…` : text}${wasted}`];
}

function pathLine({ path, bytes, files }: PathResult): string {
  const many = files === 1 ? '' : ` (${files} files)`;
  return `  ${size(bytes).padStart(10)}  ${visible(path)}${many}`;
}

function budgetLine(
  { name, limit, value, kept }: BudgetResult,
  target: TargetResult | undefined,
  paint: Paint,
): string[] {
  const format = { bytes: size, time: seconds, number: count }[unitOf(name)];
  const whose = target === undefined ? '' : ` of ${target.name}`;
  const told = value === null ? `${NOT_MEASURED}, which keeps no budget` : shown(value, format);
  const relation = value === null || kept ? `at most ${format(limit)}` : `over ${format(limit)}`;
  const text = `${name}${whose}: ${told} (${relation}; ${BUDGETS[name]?.what ?? ''})`;
  const [first = '', ...more] = wrap(visible(text), '    ', '      ');
  return [`  ${paint(kept ? 'green' : 'red', kept ? '✓' : '✗')} ${first.trimStart()}`, ...more];
}
