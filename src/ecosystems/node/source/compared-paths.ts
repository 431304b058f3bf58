import { bracketed, stringOf } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';

const SERVES = /\b(createServer|createSecureServer|IncomingMessage)\b|\b(Bun|Deno)\.serve\s*\(/;
/** What a request's path is called; `location.pathname` is the browser's. */
const PATH = String.raw`(?<![\w$.])(?:(?:req|request|ctx\.req|ctx\.request)\.(?:url|path)|(?:url|parsed|parsedUrl|requestUrl)\.pathname|pathname|url|path)`;

/** `node:http`: what the handler compares its path with, and the cases that it switches to. */
export function comparedPaths(text: JavaScriptText): string[] {
  const { code } = text;
  if (!SERVES.test(code)) return [];
  const compared = [...code.matchAll(new RegExp(`${PATH}\\s*===?\\s*(?=["'])`, 'g'))].flatMap((match) =>
    isOfOtherMethod(text, match.index) ? [] : literalsAt(text, match.index + match[0].length),
  );
  const switched = [
    ...code.matchAll(new RegExp(`(?<![\\w$.])switch\\s*\\(\\s*${PATH}\\s*\\)\\s*(?=\\{)`, 'g')),
  ].flatMap((match) => {
    const open = match.index + match[0].length;
    const body = code.slice(open, bracketed(text, open).end);
    return [...body.matchAll(/(?<![\w$.])case\s+(?=["'])/g)].flatMap((one) =>
      literalsAt(text, open + one.index + one[0].length),
    );
  });
  return [...compared, ...switched].filter((path) => path.startsWith('/'));
}

function literalsAt(text: JavaScriptText, start: number): string[] {
  const [quoted = ''] = /^(["']) *\1/.exec(text.code.slice(start, start + 300)) ?? [];
  return stringOf(text, { name: null, start, end: start + quoted.length }) === null
    ? []
    : [text.source.slice(start + 1, start + quoted.length - 1)];
}

/** `req.method === 'POST' && req.url === '/x'`: the condition asks for another method. */
function isOfOtherMethod(text: JavaScriptText, offset: number): boolean {
  const from = Math.max(0, offset - 200);
  const lead = /[;{}]?[^;{}]*$/.exec(text.code.slice(from, offset))?.[0] ?? '';
  const rest = /^[^;{}]*/.exec(text.code.slice(offset, offset + 200))?.[0] ?? '';
  const condition = text.source.slice(offset - lead.length, offset + rest.length);
  return /\bmethod\s*===?\s*["'](?!GET|HEAD)\w+["']/.test(condition);
}
