/** Signals by their numbers on Linux (x86 and Arm): signal(7). */
const NAMES =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );
const OTHER_NAMES: Readonly<Record<string, string>> = { IOT: 'ABRT', CLD: 'CHLD', POLL: 'IO' };

/** `SIGTERM` for `15`, `term`, `"SIGTERM"`; null for what is no signal, or holds a variable. */
export function signalName(text: string): string | null {
  const plain = text
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim()
    .toUpperCase();
  if (/^\d+$/.test(plain)) {
    const name = NAMES[Number(plain) - 1];
    return name === undefined ? null : `SIG${name}`;
  }
  const name = plain.replace(/^SIG/, '');
  if (/^RTM(?:IN(?:\+\d+)?|AX(?:-\d+)?)$/.test(name)) return `SIG${name}`;
  const usual = OTHER_NAMES[name] ?? name;
  return NAMES.includes(usual) ? `SIG${usual}` : null;
}
