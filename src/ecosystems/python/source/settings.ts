import { bracketed, keyword, literalOf, positional, stringOf } from './expressions.ts';
import { blockOf, codeOfLine, type PythonText } from './python-text.ts';
import type { Reading } from '../../variable-readings.ts';

const FIELD = /^([A-Za-z]\w*)\s*:\s*([^=]+?)\s*(?:=\s*|$)/;

/** The fields of pydantic's `BaseSettings` classes: each is a variable of its name in upper case. */
export function settingsFields(text: PythonText): Reading[] {
  const readings: Reading[] = [];
  for (const header of text.lines) {
    if (!/^class\s+\w+\s*\(.*\bBaseSettings\b/.test(codeOfLine(text, header))) continue;
    const block = blockOf(text, header);
    const prefix = prefixOf(text, header.start, block.at(-1)?.end ?? header.end);
    for (const line of block) {
      const [matched, field = '', type = ''] = FIELD.exec(codeOfLine(text, line)) ?? [];
      if (
        line.parent !== header ||
        matched === undefined ||
        field === 'model_config' ||
        /\bClassVar\b/.test(type)
      )
        continue;
      const value = defaultAt(text, line.start + matched.length, line.end);
      readings.push({
        name: value.alias ?? (prefix + field).toUpperCase(),
        default: value.literal,
        required: !value.given,
        offset: line.start,
      });
    }
  }
  return readings;
}

function prefixOf(text: PythonText, start: number, end: number): string {
  const found = /\benv_prefix\s*=\s*(["'] *["'])/.exec(text.code.slice(start, end));
  if (!found) return '';
  const from = start + found.index + found[0].length - (found[1] ?? '').length;
  return stringOf(text, { name: null, start: from, end: start + found.index + found[0].length }) ?? '';
}

interface FieldDefault {
  given: boolean;
  literal: string | null;
  /** the variable's own name, where the field gives one */
  alias: string | null;
}

function defaultAt(text: PythonText, start: number, lineEnd: number): FieldDefault {
  const end = start + text.code.slice(start, lineEnd).trimEnd().length;
  if (start >= end) return { given: false, literal: null, alias: null };
  const call = /^(?:\w+\.)?Field\s*\(/.exec(text.code.slice(start, end));
  if (!call) {
    const isEllipsis = text.code.slice(start, end) === '...';
    return { given: !isEllipsis, literal: literalOf(text, { name: null, start, end }), alias: null };
  }
  const field = bracketed(text, start + call[0].length - 1);
  const fallback = keyword(field, 'default') ?? positional(field, 0);
  const isRequired = fallback ? text.code.slice(fallback.start, fallback.end) === '...' : true;
  return {
    given: !isRequired || keyword(field, 'default_factory') !== undefined,
    literal: literalOf(text, fallback),
    alias: stringOf(text, keyword(field, 'validation_alias', 'env', 'alias')),
  };
}
