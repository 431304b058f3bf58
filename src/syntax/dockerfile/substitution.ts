/**
 * Shell patterns of `${name#pattern}`, `${name%pattern}` and `${name/pattern/replacement}`: `*` and `?` match as in a
 * shell, a backslash takes their meaning away, brackets mean themselves. Null for an escape that BuildKit refuses.
 */
function patternSource(pattern: string): string | null {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (char === '\\') {
      const next = pattern[at + 1];
      if (next === '}' || next === '/') continue;
      if (next !== '*' && next !== '?' && next !== '\\') return null;
      source += `\\${next}`;
      at++;
    } else source += char.replace(/[[\]{}.+()|^$]/, String.raw`\$&`);
  }
  return source;
}

/**
 * Takes off the shortest (or with `longest` the longest) beginning or end of `value` that matches.
 * @returns null when the pattern is one that BuildKit refuses
 */
export function trimMatch(
  value: string,
  pattern: string,
  side: 'start' | 'end',
  longest: boolean,
): string | null {
  const source = patternSource(pattern);
  if (source === null) return null;
  const whole = new RegExp(`^(?:${source})$`);
  for (let step = 0; step <= value.length; step++) {
    const length = longest ? value.length - step : step;
    const cut = side === 'start' ? length : value.length - length;
    const [matched, rest] =
      side === 'start' ? [value.slice(0, cut), value.slice(cut)] : [value.slice(cut), value.slice(0, cut)];
    if (whole.test(matched)) return rest;
  }
  return value;
}

/** Replaces the first match, or all; null when the pattern is one that BuildKit refuses. */
export function replaceMatch(
  value: string,
  pattern: string,
  replacement: string,
  all: boolean,
): string | null {
  const source = patternSource(pattern);
  return source === null ? null : value.replace(new RegExp(source, all ? 'g' : ''), () => replacement);
}
