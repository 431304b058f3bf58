import { nearest, type OptionSpec, type Rule } from '../../lint/index.ts';
import type { YamlValue } from '../yaml-data.ts';
import { invalid } from './yaml-checks.ts';

/** The options that stand beside `severity`, as the rules describe them. */
export function optionsOf(value: YamlValue, rules: readonly Rule[]): Record<string, unknown> {
  const specs = Object.assign({}, ...rules.map(({ options }) => options)) as Record<string, OptionSpec>;
  const options: Record<string, unknown> = {};
  for (const [name, item] of value.entries ?? []) {
    if (name === 'severity') continue;
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) {
      const known = ['severity', ...Object.keys(specs)];
      const like = nearest(name, known);
      throw invalid(
        item,
        `not be there (known: ${known.join(', ')})${like === null ? '' : `; did you mean ${like}?`}`,
      );
    }
    options[name] = valueOf(item, spec);
  }
  return options;
}

function valueOf(value: YamlValue, { type, oneOf }: OptionSpec): unknown {
  switch (type) {
    case 'number':
      if (!value.isNumber) throw invalid(value, 'be a number');
      return Number(value.scalar);
    case 'boolean':
      if (value.scalar !== 'true' && value.scalar !== 'false') throw invalid(value, 'be true or false');
      return value.scalar === 'true';
    case 'text':
      return textOf(value, oneOf);
    case 'texts':
      if (value.items === null) throw invalid(value, 'be a list');
      return value.items.map((item) => textOf(item, oneOf));
    default:
      if (value.entries === null) throw invalid(value, 'be a mapping');
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, textOf(item, oneOf)]));
  }
}

function textOf(value: YamlValue, oneOf: readonly string[] | undefined): string {
  const text = value.scalar;
  if (text === null) throw invalid(value, 'be a text');
  if (oneOf !== undefined && !oneOf.includes(text)) throw invalid(value, `be one of ${oneOf.join(', ')}`);
  return text;
}
