/** Go's `unicode.IsSpace`, by which BuildKit trims: unlike JavaScript's `\s` it knows U+0085 and not U+FEFF. */
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
/** What BuildKit splits a keyword from its argument at, and the words of FROM, EXPOSE, COPY, ADD and VOLUME. */
const SEPARATOR = /[\t\v\f\r ]/;

export function isSpace(char: string | undefined): boolean {
  return char !== undefined && char !== '' && SPACE.test(char);
}

export function isSeparator(char: string | undefined): boolean {
  return char !== undefined && char !== '' && SEPARATOR.test(char);
}

/** The first offset from `from` on, before `to`, that is not a space; `to` when there is none. */
export function skipSpaces(text: string, from: number, to = text.length): number {
  let at = from;
  while (at < to && isSpace(text[at])) at++;
  return at;
}

/** Where `text[from, to)` ends when the spaces at its end are left out. */
export function trimmedEnd(text: string, from: number, to = text.length): number {
  let at = to;
  while (at > from && isSpace(text[at - 1])) at--;
  return at;
}
