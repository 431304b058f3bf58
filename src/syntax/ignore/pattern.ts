/** Whether a cleaned path is what the pattern names. */
export type PathMatcher = (path: string) => boolean;

/**
 * Compiles one cleaned pattern to moby's meaning (`patternmatcher.Pattern`): `*` and `?` stay within a path element,
 * `**` crosses any number of them, `[a-z]` and `[^a]` are classes, `\` takes the next character as it is.
 * @returns the matcher, or what is wrong with the pattern (BuildKit refuses the build then)
 */
export function compilePattern(pattern: string): PathMatcher | { problem: string } {
  const problem = syntaxProblem(pattern);
  if (problem !== null) return { problem };
  const { kind, expression } = translate(pattern);
  switch (kind) {
    case 'exact':
      return (path) => path === pattern;
    case 'prefix': {
      const prefix = pattern.slice(0, -2);
      return (path) => path.startsWith(prefix);
    }
    case 'suffix': {
      const suffix = pattern.slice(2);
      return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
    }
    default:
      try {
        const regexp = new RegExp(`^${expression}$`, 'u');
        return (path) => regexp.test(path);
      } catch {
        return { problem: 'a character range or an escape that means nothing' };
      }
  }
}

/** The grammar of Go's `filepath.Match`. */
function syntaxProblem(pattern: string): string | null {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(pattern)) return 'ends with a backslash';
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === '[') {
      const body = CLASS.exec(pattern.slice(at));
      if (body === null) return 'a [ that is not closed, or an empty or broken range in it';
      at += body[0].length - 1;
    }
  }
  return null;
}

/** `[`, perhaps `^`, then one or more characters or ranges, `]`; `-` and `]` stand in it only escaped. */
const CLASS = /^\[(?:\^|(?!\^))(?:(?:\\[^]|[^\\\]-])(?:-(?:\\[^]|[^\\\]-]))?)+\]/u;

type Kind = 'exact' | 'prefix' | 'suffix' | 'expression';

/**
 * A regular expression only where one is needed: a `**` at the start or the end of an otherwise plain pattern compares
 * the text, which also means that `**x` matches `ax` and `x**` matches `xa`.
 */
function translate(pattern: string): { kind: Kind; expression: string } {
  let kind: Kind = 'exact';
  let expression = '';
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*' && characters[at + 1] === '*') {
      const first = at === 0;
      at += characters[at + 2] === '/' ? 2 : 1;
      if (at < characters.length - 1) {
        expression += '(?:[^\\n]*/)?';
        kind = 'expression';
      } else if (kind === 'exact') kind = 'prefix';
      else {
        expression += '[^\\n]*';
        kind = 'expression';
      }
      if (first) kind = 'suffix';
      continue;
    }
    if (character === '[') {
      const length = Array.from(CLASS.exec(characters.slice(at).join(''))?.[0] ?? '[').length;
      expression += classExpression(characters.slice(at, at + length).join(''));
      at += length - 1;
    } else if (character === '*') expression += '[^/]*';
    else if (character === '?') expression += '[^/]';
    else if (character === '\\') expression += escaped(characters[++at] ?? '');
    else {
      expression += literal(character);
      if (character !== ']') continue;
    }
    kind = 'expression';
  }
  return { kind, expression };
}

function classExpression(text: string): string {
  const inverted = text.startsWith('[^');
  const body = text.slice(inverted ? 2 : 1, -1);
  const quoted = body.replace(
    /\\([^])|([[\]^|&])/gu,
    (_, taken: string | undefined, plain: string | undefined) =>
      taken === undefined ? literal(plain ?? '') : escaped(taken),
  );
  return (inverted ? '[^' : '[') + quoted + ']';
}

/**
 * moby hands `\x` on to Go's regular expressions, where a letter has its meaning there: `\d` is a digit. Letters
 * without one stay an escape that this kind of expression refuses, as Go's does.
 */
function escaped(character: string): string {
  return /[A-Za-z0-9\u0080-\u{10FFFF}]/u.test(character) ? `\\${character}` : literal(character);
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(character)
    ? `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`
    : character;
}
