/**
 * A glob as people write it in configuration: `*` and `?` stay within a name, `**` crosses folders, `[a-z]`, `{a,b}`;
 * `\` takes the next character as it is.
 */
export function globSource(pattern: string): string {
  let out = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '\\' && at + 1 < pattern.length) out += escaped(pattern.charAt(++at));
    else if (character === '*' && pattern.charAt(at + 1) === '*') {
      while (pattern.charAt(at + 1) === '*') at++;
      const crosses = pattern.charAt(at + 1) === '/';
      out += crosses ? '(?:[^/]+/)*' : '.*';
      if (crosses) at++;
    } else if (character === '*') out += '[^/]*';
    else if (character === '?') out += '[^/]';
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) out += '\\[';
      else {
        const body = pattern.slice(at + 1, end).replaceAll(/[\\\]]/g, String.raw`\$&`);
        out += `(?!/)[${body.replace(/^[!^]/, '^')}]`;
        at = end;
      }
    } else if (character === '{' && pattern.includes('}', at)) {
      out += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      out += ')';
      depth--;
    } else if (character === ',' && depth > 0) out += '|';
    else out += escaped(character);
  }
  return out + ')'.repeat(depth);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/**
 * Whether a path is meant: a pattern without a slash means a name in any folder, one with a slash the whole path; both
 * mean all that lies below it too.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const clean = pattern.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  const anywhere = !clean.includes('/') && !/^\.?\//.test(pattern);
  const expression = expressionOf(`^${anywhere ? '(?:.*/)?' : ''}${globSource(clean)}(?:/.*)?$`);
  return (path) => expression.test(path);
}

export const isGlob = (text: string): boolean => /[*?[{]/.test(text);

/** A pattern that makes no expression (`[z-a]`) matches nothing. */
export function expressionOf(source: string): RegExp {
  try {
    return new RegExp(source, 's');
  } catch {
    return /(?!)/;
  }
}
