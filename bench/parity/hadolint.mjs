// hadolint's own test cases, read from a mirror of its repository: which code must come up for which text.
import { pathsIn, textOf } from './mirror.mjs';

/** @returns cases `{ tool, id, text, fires }`; those that need a configuration of their own are left out and counted */
export function hadolintCases(mirror) {
  const cases = [];
  let configured = 0;
  for (const path of pathsIn(mirror, 'test/Hadolint/Rule')) {
    const source = textOf(mirror, path);
    const call = /\b(onBuild|)[rR]uleCatches(Not|)\b/g;
    let config = false;
    let last = 0;
    for (const match of source.matchAll(call)) {
      for (const [, value] of source.slice(last, match.index).matchAll(/\?config =\s+(\S.*)/g))
        config = value.trim() !== 'def';
      last = match.index;
      const read = readCall(source, match.index + match[0].length);
      if (read === null) continue;
      if (config) {
        configured++;
        continue;
      }
      const text = match[1] === '' ? read.text : read.text.replace(/^RUN/gm, 'ONBUILD RUN');
      cases.push({ tool: 'hadolint', id: read.id, text: `${text}\n`, fires: match[2] === '' });
    }
  }
  return { cases, configured };
}

/** `"DL3008" "text"`, `"DL3008" $ Text.unlines NAME`, `"DL3008" $ Text.unlines [ … ]`. */
function readCall(source, from) {
  const id = /\s*"(\w+)"\s*\$?\s*/y;
  id.lastIndex = from;
  const found = id.exec(source);
  if (found === null) return null;
  let at = id.lastIndex;
  if (source[at] === '"') return { id: found[1], text: readString(source, at).text };
  const rest = /\(?\s*(Text\.unlines\s*\$?\s*|)(\w+|\[)/y;
  rest.lastIndex = at;
  const named = rest.exec(source);
  if (named === null) return null;
  if (named[2] === '[') return { id: found[1], text: readList(source, rest.lastIndex - 1) };
  const bound = source.lastIndexOf(`let ${named[2]} =`, from);
  if (bound < 0) return null;
  at = bound + `let ${named[2]} =`.length;
  while (/\s/.test(source[at])) at++;
  if (source[at] === '"') return { id: found[1], text: readString(source, at).text };
  const list = source.indexOf('[', at);
  return { id: found[1], text: readList(source, list) };
}

function readList(source, from) {
  const lines = [];
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === ']') break;
    if (source[at] !== '"') continue;
    const { text, end } = readString(source, at);
    lines.push(text);
    at = end - 1;
  }
  return lines.join('\n');
}

const ESCAPES = { n: '\n', t: '\t', r: '\r' };

function readString(source, from) {
  let text = '';
  let at = from + 1;
  for (; source[at] !== '"' && at < source.length; at++) {
    if (source[at] !== '\\') text += source[at];
    else if (/\s/.test(source[at + 1])) at = source.indexOf('\\', at + 1);
    else text += ESCAPES[source[++at]] ?? source[at];
  }
  return { text, end: at + 1 };
}
