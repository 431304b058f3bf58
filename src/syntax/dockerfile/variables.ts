import { lex, LexError, type LexOptions } from './lexer.ts';
import type { Escape } from './tree.ts';

/** Where values of variables are looked up; a `Map` will do. */
export type Variables = Pick<ReadonlyMap<string, string>, 'get' | 'has'>;

/** What came of putting variables into a text. */
export interface Expansion {
  /** quotes and escapes taken off, variables put in; null when BuildKit would refuse the text */
  value: string | null;
  /** names of the variables that were asked for, in order, each once */
  names: string[];
  /** those of them that are not set */
  unset: string[];
  /** why there is no value */
  error: string | null;
}

/**
 * Puts variables into a word as BuildKit does for ENV, LABEL, ARG, FROM, COPY, WORKDIR, USER and their like: quotes and
 * escapes are taken off, `$A`, `${A}`, `${A:-d}`, `${A-d}`, `${A:+d}`, `${A+d}`, `${A:?m}`, `${A#p}`, `${A%p}` and
 * `${A/p/r}` are known, what is not set comes out empty.
 * @param text as it is written, quotes on: `Word.raw`, `EnvPair.raw`, `Stage.base`
 * @param quotes `kept` in here-documents, where they mean themselves
 */
export function expansion(
  text: string,
  vars: Variables,
  escape: Escape = '\\',
  quotes: 'taken off' | 'kept' = 'taken off',
): Expansion {
  const names = new Set<string>();
  const lookup = (name: string): string | undefined => {
    names.add(name);
    return vars.get(name);
  };
  const { value, error } = lexed(text, {
    escape,
    lookup,
    keepUnset: false,
    rawQuotes: false,
    rawEscapes: false,
    plainQuotes: quotes === 'kept',
  });
  return { value, error, names: [...names], unset: [...names].filter((name) => !vars.has(name)) };
}

/** The value of `expansion`; the text as it is where BuildKit would refuse it. */
export function expandVariables(text: string, vars: Variables, escape: Escape = '\\'): string {
  return expansion(text, vars, escape).value ?? text;
}

/** Takes quotes and escapes off and leaves variables as written; the text as it is where BuildKit would refuse it. */
export function unquote(text: string, escape: Escape): string {
  return lexed(text, keepingVariables(escape)).value ?? text;
}

/** Why BuildKit would refuse to put variables into a text whatever their values; null when it would not. */
export function refusal(text: string, escape: Escape): string | null {
  return lexed(text, keepingVariables(escape)).error;
}

function keepingVariables(escape: Escape): LexOptions {
  return { escape, lookup: () => undefined, keepUnset: true, rawQuotes: false, rawEscapes: false };
}

function lexed(text: string, options: LexOptions): { value: string | null; error: string | null } {
  try {
    return { value: lex(text, options).text, error: null };
  } catch (error) {
    if (error instanceof LexError) return { value: null, error: error.message };
    throw error;
  }
}
