import { isSpace } from './spaces.ts';
import { replaceMatch, trimMatch } from './substitution.ts';

/** How BuildKit's shell-like lexer goes through a text. */
export interface LexOptions {
  escape: string;
  /** the value of a variable, undefined when it is not set */
  lookup: (name: string) => string | undefined;
  /** leave unset variables in the text as they are written */
  keepUnset: boolean;
  /** leave quotes on */
  rawQuotes: boolean;
  /** leave escape characters in */
  rawEscapes: boolean;
  /** quotes are characters as any other, as in here-documents */
  plainQuotes?: boolean;
}

/** A word after splitting at spaces that are not quoted; `[start, end)` is where it came from. */
export interface LexedWord {
  text: string;
  start: number;
  end: number;
}

export interface Lexed {
  /** the whole text with variables put in */
  text: string;
  words: LexedWord[];
}

/** The text is none that BuildKit's lexer takes, as with a quote that is not closed. */
export class LexError extends Error {
  override readonly name = 'LexError';
}

/** Digits alone; or one of the shell's special parameters; or letters, digits and `_`. */
const NAME = /\p{Nd}+|[@*#?\-$!]|[\p{L}\p{Nd}_]*/uy;
/** Nothing in it means anything to the lexer: most words are so. */
const PLAIN = /^[\w./:=,@%+-]*$/;
/** BuildKit has no such limit; it keeps hostile input from exhausting the stack. */
const DEEPEST_NESTING = 200;

/** @throws LexError as BuildKit would refuse the text */
export function lex(text: string, options: LexOptions): Lexed {
  if (PLAIN.test(text)) return { text, words: text === '' ? [] : [{ text, start: 0, end: text.length }] };
  return new Lexer(text, options).run(null, options.rawEscapes);
}

class Lexer {
  readonly #text: string;
  readonly #options: LexOptions;
  #at = 0;
  #depth = 0;
  #rawEscapes = false;
  /** the word being put together; BuildKit shares it with substitutions within, which therefore empty it */
  #word: LexedWord = { text: '', start: 0, end: 0 };

  constructor(text: string, options: LexOptions) {
    this.#text = text;
    this.#options = options;
  }

  /** Goes on up to `stop`, which is consumed, or to the end where `stop` is null. */
  run(stop: string | null, rawEscapes: boolean): Lexed {
    if (++this.#depth > DEEPEST_NESTING) throw new LexError('substitutions are nested too deeply');
    const outerRawEscapes = this.#rawEscapes;
    this.#rawEscapes = rawEscapes;
    this.#word = { text: '', start: this.#at, end: this.#at };
    const words: LexedWord[] = [];
    let text = '';
    while (this.#peek() !== stop) {
      const start = this.#at;
      const char = this.#next();
      if (char === '') throw new LexError(`no closing ${stop}`);
      const piece = this.#special(char);
      if (piece !== null) {
        text += piece;
        for (const each of char === '$' ? piece : [piece])
          if (char === '$' && isSpace(each)) this.#flush(words);
          else this.#add(each, start);
      } else if (char === this.#options.escape) {
        const kept = this.#rawEscapes ? char : '';
        const escaped = this.#next();
        text += kept + escaped;
        this.#add(kept + escaped, start);
      } else {
        text += char;
        if (isSpace(char)) this.#flush(words);
        else this.#add(char, start);
      }
    }
    if (stop !== null) this.#next();
    this.#flush(words);
    this.#rawEscapes = outerRawEscapes;
    this.#depth--;
    return { text, words };
  }

  #peek(): string | null {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? null : String.fromCodePoint(code);
  }

  /** The next character, '' at the end. */
  #next(): string {
    const char = this.#peek() ?? '';
    this.#at += char.length;
    return char;
  }

  #add(text: string, start: number): void {
    if (this.#word.text === '') this.#word.start = start;
    this.#word.text += text;
    this.#word.end = this.#at;
  }

  #flush(words: LexedWord[]): void {
    if (this.#word.text !== '') words.push(this.#word);
    this.#word = { text: '', start: this.#at, end: this.#at };
  }

  #special(char: string): string | null {
    if (char === '$') return this.#dollar();
    if (char === '<') return this.#angle();
    if (this.#options.plainQuotes === true) return null;
    if (char === "'") return this.#singleQuoted();
    return char === '"' ? this.#doubleQuoted() : null;
  }

  /** `<<` holds on to the blanks that follow it, so that `<< EOF` is one word. */
  #angle(): string {
    if (this.#peek() !== '<') return '<';
    let text = `<${this.#next()}`;
    for (let char = this.#peek(); char === ' ' || char === '\t' || char === '\r'; char = this.#peek())
      text += this.#next();
    return text;
  }

  #singleQuoted(): string {
    const close = this.#text.indexOf("'", this.#at);
    if (close === -1) throw new LexError('no closing single quote');
    const inside = this.#text.slice(this.#at, close);
    this.#at = close + 1;
    return this.#options.rawQuotes ? `'${inside}'` : inside;
  }

  #doubleQuoted(): string {
    let inside = '';
    for (let char = this.#next(); char !== '"'; char = this.#next()) {
      if (char === '') throw new LexError('no closing double quote');
      if (char === '$') inside += this.#dollar();
      else if (char === this.#options.escape) inside += this.#escapedInQuotes(char);
      else inside += char;
    }
    return this.#options.rawQuotes ? `"${inside}"` : inside;
  }

  #escapedInQuotes(escape: string): string {
    const kept = this.#rawEscapes ? escape : '';
    const following = this.#peek();
    if (following === null) return kept;
    return kept + (following === '"' || following === '$' || following === escape ? this.#next() : escape);
  }

  #dollar(): string {
    const { lookup, keepUnset } = this.#options;
    if (this.#peek() !== '{') {
      const name = this.#name();
      if (name === '') return '$';
      return lookup(name) ?? (keepUnset ? `$${name}` : '');
    }
    this.#next();
    if (['{', '}', ':', null].includes(this.#peek())) throw new LexError('bad substitution');
    const name = this.#name();
    const operator = this.#next();
    if (operator === '}') return lookup(name) ?? (keepUnset ? `\${${name}}` : '');
    if (operator === '/') return this.#replacement(name);
    return this.#modified(name, operator);
  }

  /** `${name:-word}` and its like; the operator's first character is read already. */
  #modified(name: string, first: string): string {
    const { lookup, keepUnset } = this.#options;
    const orEmpty = first === ':';
    const operator = orEmpty ? this.#next() : first;
    const trims = operator === '#' || operator === '%';
    if (!orEmpty && !trims && !['+', '-', '?'].includes(operator))
      throw new LexError(`${operator} after a name`);
    if (orEmpty && trims) throw new LexError(`:${operator} is no modifier`);
    const word = this.run('}', trims).text;
    const value = lookup(name);
    if (value === undefined && keepUnset) return `\${${name}${orEmpty ? ':' : ''}${operator}${word}}`;
    const missing = value === undefined || (orEmpty && value === '');
    if (operator === '-') return missing ? word : (value ?? '');
    if (operator === '+') return missing ? '' : word;
    if (operator === '?') {
      if (missing) throw new LexError(`${name}: ${word || 'must be set'}`);
      return value ?? '';
    }
    if (!trims) throw new LexError(`:${operator} is no modifier`);
    const longest = word.startsWith(operator);
    const side = operator === '#' ? 'start' : 'end';
    return checkedPattern(trimMatch(value ?? '', longest ? word.slice(1) : word, side, longest));
  }

  /** `${name/pattern/replacement}`, with `//` for all matches; the first slash is read already. */
  #replacement(name: string): string {
    const all = this.#peek() === '/';
    if (all) this.#next();
    const pattern = this.run('/', true).text;
    const replacement = this.run('}', true).text;
    const value = this.#options.lookup(name);
    if (value === undefined && this.#options.keepUnset)
      return `\${${name}${all ? '//' : '/'}${pattern}/${replacement}}`;
    return checkedPattern(replaceMatch(value ?? '', pattern, replacement, all));
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#text)?.[0] ?? '';
    this.#at += name.length;
    return name;
  }
}

function checkedPattern(result: string | null): string {
  if (result === null) throw new LexError('bad pattern');
  return result;
}
