import type { ExampleFile, Rule } from '../lint/index.ts';
import type { Change } from '../model/change.ts';
import type { Paint } from './style.ts';
import { wrap } from './wrap.ts';

/** A rule for the terminal: why, what to do, a bad and a good example, and what other tools call it. */
export function rulePage(rule: Rule, paint: Paint): string {
  const { id, title, why, remedy, category, severity, fix, invalid, valid, links } = rule;
  const isText = ({ image }: ExampleFile): boolean => image === undefined;
  const bad = invalid.find(isText) ?? invalid[0];
  const fixed = invalid.find((example) => example.fixed !== undefined);
  const good = fixed?.fixed === undefined ? (valid.find(isText) ?? valid[0]) : { text: fixed.fixed };
  return `${[
    `${paint('bold', id)}  ${title}`,
    paint(
      'dim',
      `${category}, ${severity}${fix === null ? '' : `, mended with ${fix === 'safe' ? '--fix' : '--fix=all'}`}`,
    ),
    '',
    ...wrap(why, '', ''),
    '',
    ...wrap(remedy, '', ''),
    ...example('Bad', fixed ?? bad),
    ...example('Good', good),
    ...options(rule, paint),
    '',
    paint('bold', 'Elsewhere'),
    ...elsewhere(rule),
    ...links.map((link) => `  ${link}`),
  ].join('\n')}\n`;

  function example(name: string, file: ExampleFile | undefined): string[] {
    if (file === undefined) return [];
    return [
      '',
      paint('bold', name),
      ...file.text
        .trimEnd()
        .split('\n')
        .map((line) => `  | ${line}`),
    ];
  }
}

function options({ options = {} }: Rule, paint: Paint): string[] {
  const lines = Object.entries(options).flatMap(([name, { description, default: value }]) =>
    wrap(`${description} Default: ${JSON.stringify(value)}.`, `  ${name}: `, '    '),
  );
  return lines.length === 0 ? [] : ['', paint('bold', 'Options'), ...lines];
}

function elsewhere({ aliases, partOf = {}, variants = {} }: Rule): string[] {
  const names = Object.entries(aliases).map(([tool, ids]) => `  ${tool}: ${ids.join(', ')}`);
  const parts = Object.entries(partOf).map(([tool, ids]) => `  ${tool}: a part of ${ids.join(', ')}`);
  const branches = Object.entries(variants).map(
    ([name, variant]) =>
      `  ${name}${variant.recommended === false ? ' (off unless asked for)' : ''}: ${Object.values(variant.aliases).flat().join(', ') || 'ours alone'}`,
  );
  const all = [...names, ...parts, ...branches];
  return all.length === 0 ? ['  ours alone'] : all;
}

/** The changes that `improve` makes, in order. */
export function changesPage(changes: readonly Change[], paint: Paint): string {
  const pages = changes.map(({ id, title, why, class: kind }) =>
    [`${paint('bold', id)}  ${title} (${kind})`, ...wrap(why, '  ', '  ')].join('\n'),
  );
  return `${pages.join('\n\n')}\n`;
}
