import { expanded } from '../../lint/index.ts';
import { kindOfValue } from '../secrets/index.ts';

/** Words of which made-up values are made. */
const MADE_UP =
  /pass(?:w(?:or)?d|phrase)?|pwd|secret|example|change|replace|your|insert|xxx|test|demo|sample|dummy|default|admin|root|user|guest|todo|placeholder|insecure|local|foo|bar|token|dev(?:elop|$|[^a-z])|key|1234|qwert|abc|hello|none|null/i;

/** Longer ones, which random characters hardly ever make. */
const SPELT_OUT =
  /example|change|your|replace|placeholder|insert|secret|password|test|demo|long|here|0123456789|12345/i;

const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '@': 'a',
  $: 's',
};

/** `p@ssw0rd` is a word too. */
const plain = (text: string): string =>
  `${text} ${text.replaceAll(/[01345@$]/g, (letter) => LETTERS[letter] ?? letter)}`;

/**
 * How a value looks that is called a secret by its name: `real` as one that was made to be kept, `made-up` as one for
 * trying out, and null where it is no value at all (a variable, a path, a switch).
 * @param around other words of the same service; a value that repeats one of them is made up
 */
export function looksSecret(value: string, around: readonly string[] = []): 'real' | 'made-up' | null {
  const text = expanded(value)?.trim();
  if (text === undefined || text === '' || value.includes('$$')) return null;
  const kind = kindOfValue(text);
  if (kind === 'example' || kind === 'weak') return 'made-up';
  if (kind !== 'text') return null;
  if (/\s/.test(text)) return 'made-up';
  const known = around.some((word) => word.length > 2 && text.toLowerCase().includes(word.toLowerCase()));
  const isShort = text.length < 8;
  const letters = new Set(text).size;
  // a long value of mixed characters is no word that somebody made up
  const isRandom = text.length >= 20 && letters >= 12 && /\d/.test(text) && /[a-z]/i.test(text);
  if (isRandom && !SPELT_OUT.test(text)) return 'real';
  if (known || isShort || letters < 5 || MADE_UP.test(plain(text))) return 'made-up';
  return /^[a-z]+(?:[_-][a-z]+)*$/.test(text) ? 'made-up' : 'real';
}

/** The password in `scheme://name:password@host`, with where it begins. */
export function passwordInUrl(text: string): { password: string; at: number } | null {
  const found = /\b[a-z][\w+.-]{1,20}:\/\/[^\s/:@'"]*:([^\s/@'"]+)@[\w$.[{-]/i.exec(text);
  const password = found?.[1];
  if (found === null || password === undefined) return null;
  return { password, at: found.index + found[0].indexOf(`:${password}@`) + 1 };
}
