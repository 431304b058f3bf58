import type { ErrorReport } from '../errors.ts';
import { paintFor, type Paint } from './style.ts';
import { visible, wrap } from './wrap.ts';

/** An error for the terminal: code, what was wrong, where, what to do. Ends with a line break. */
export function errorText(error: ErrorReport, { stream }: { stream: NodeJS.WritableStream }): string {
  return `${errorLines(error, paintFor(stream)).join('\n')}\n`;
}

export function errorLines({ code, message, where, hint }: ErrorReport, paint: Paint): string[] {
  // Log lines may follow the first line of a message and keep their own breaks.
  const [what = '', ...details] = message.split('\n').map(visible);
  const [first = '', ...more] = wrap(what, `error ${code}: `, '  ');
  const line = where === null || where.line === null ? '' : `:${where.line}`;
  return [
    first.replace(`error ${code}`, paint('red', `error ${code}`)),
    ...more,
    ...details.flatMap((detail) => wrap(detail, '  | ', '  | ')),
    ...(where === null ? [] : [`  at ${visible(where.path)}${line}`]),
    ...wrap(visible(hint), '  → ', '    '),
  ];
}
