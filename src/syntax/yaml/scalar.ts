import { parseDocument, isScalar, type Scalar } from 'yaml';
import type { Range } from '../text.ts';

/** A scalar as it is written. */
export interface ScalarText {
  range: Range;
  quoting: 'plain' | 'single' | 'double' | 'block';
  /** the text within its quotes, escapes as written */
  text: string;
  /** what it is read as */
  value: unknown;
}

export function scalarText(source: string, { range, type, value }: Scalar): ScalarText | null {
  if (!range) return null;
  const [start, end] = range;
  const written = source.slice(start, end);
  const quoted = type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE';
  return {
    range: { start, end },
    quoting: type === 'QUOTE_SINGLE' ? 'single' : quoted ? 'double' : type === 'PLAIN' ? 'plain' : 'block',
    text: quoted ? written.slice(1, -1) : written,
    value,
  };
}

/** Whether a text can stand without quotes as an item of a block sequence, and is read as the same text. */
export function isPlainText(text: string): boolean {
  if (/^[\w./][\w./:$~-]*$/.test(text) && !/[:\s]$/.test(text) && /[a-z/]/i.test(text)) {
    if (!/^(?:true|false|null|yes|no|on|off|y|n|~|[.]?(?:inf|nan))$/i.test(text) && !/^[\d.]/.test(text))
      return true;
  }
  if (/[\r\n]/.test(text)) return false;
  const { contents, errors } = parseDocument(`- ${text}\n`, { logLevel: 'silent' });
  const [item] = errors.length === 0 && contents !== null && 'items' in contents ? contents.items : [];
  return (
    isScalar(item) && item.type === 'PLAIN' && item.value === text && !(item.comment ?? contents?.comment)
  );
}
