/** A word as a shell reads it back: quoted where it has to be. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** An argument list as shell text. */
export const shellText = (argv: readonly string[]): string => argv.map(shellWord).join(' ');
