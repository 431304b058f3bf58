// Trivy's own test cases for Dockerfiles, read from a mirror of trivy-checks: its tests give the parsed file, from which
// the text is put together again; its examples of good and bad files are texts.
import { parse } from 'yaml';
import { pathsIn, textOf } from './mirror.mjs';

export function trivyCases(mirror) {
  const cases = [];
  let unread = 0;
  const paths = pathsIn(mirror, 'checks/docker');
  for (const path of paths.filter((each) => each.endsWith('_test.rego'))) {
    const check = textOf(mirror, path.replace('_test.rego', '.rego'));
    const id = /^#\s+id:\s*(DS-?\d+)/m.exec(check)?.[1]?.replace(/^DS-?(\d+)/, 'DS-$1');
    if (id === undefined) continue;
    const full = id.replace(/\d+/, (digits) => digits.padStart(4, '0'));
    const examples = paths.includes(path.replace('_test.rego', '.yaml'))
      ? parse(textOf(mirror, path.replace('_test.rego', '.yaml'))).dockerfile
      : {};
    for (const fires of [true, false])
      for (const text of examples?.[fires ? 'bad' : 'good'] ?? [])
        cases.push({ tool: 'trivy', id: full, text: `${text}\n`, fires });
    for (const body of textOf(mirror, path)
      .split(/^test_\w+ if \{$/m)
      .slice(1)) {
      const test = body.slice(0, body.search(/^\}$/m));
      const count = /count\(\w+\)\s*(==|>|!=|>=)\s*(\d+)/.exec(test);
      const text = dockerfileOf(test);
      if (count === null || text === null) {
        unread++;
        continue;
      }
      cases.push({ tool: 'trivy', id: full, text, fires: !(count[1] === '==' && count[2] === '0') });
    }
  }
  return { cases, unread };
}

/** The input object of a test as a Dockerfile; null when it is not written out. */
function dockerfileOf(test) {
  const at = test.search(/with input as \{/);
  if (at < 0) return null;
  const literal = balanced(test, test.indexOf('{', at));
  let input;
  try {
    input = JSON.parse(
      literal
        .replaceAll(/`([^`]*)`/g, (_, raw) => JSON.stringify(raw))
        .replaceAll(/,(\s*[\]}])/g, '$1')
        .replaceAll(/^\s*#.*$/gm, ''),
    );
  } catch {
    return null;
  }
  const lines = (input.Stages ?? []).flatMap(({ Commands = [] }) => Commands.map(instructionOf));
  return lines.length === 0 ? null : `${lines.join('\n')}\n`;
}

function instructionOf({ Cmd, SubCmd, Flags = [], Value = [], Original, JSON: isArray }) {
  if (typeof Original === 'string' && Original !== '') return Original;
  const keyword = Cmd.toUpperCase();
  const sub = SubCmd ? `${SubCmd.toUpperCase()} ` : '';
  const flags = (Flags ?? []).map((flag) => `${flag} `).join('');
  const asArray = isArray === true || (keyword === 'RUN' && Value.length > 1);
  if (asArray) return `${keyword} ${flags}${sub}${JSON.stringify(Value)}`;
  if (keyword === 'ENV' || keyword === 'LABEL') {
    const [name, value = ''] = Value;
    return `${keyword} ${name}=${value === '' ? '""' : value}`;
  }
  if (keyword === 'FROM' && Value.length === 3) return `FROM ${flags}${Value.join(' ')}`;
  return `${keyword} ${flags}${sub}${Value.join(' ')}`;
}

function balanced(text, from) {
  let depth = 0;
  let quote = null;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (quote !== null) {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = null;
    } else if (char === '"' || char === '`') quote = char;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return text.slice(from, at + 1);
  }
  return text.slice(from);
}
