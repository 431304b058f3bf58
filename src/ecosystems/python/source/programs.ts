import { bracketed, keyword, positional, stringOf, type Argument } from './expressions.ts';
import type { PythonText } from './python-text.ts';

const SUBPROCESS = 'run|Popen|call|check_call|check_output|getoutput|getstatusoutput';
const LIBRARY_CALL = String.raw`(?:\w+\.)*(?:CDLL|PyDLL|LoadLibrary|find_library|dlopen)\s*\(`;

/** Programs that the source starts by a name written in it. */
export function commandsOf(text: PythonText): string[] {
  const imported = [...text.code.matchAll(/^\s*from\s+subprocess\s+import\b[^\n]*/gm)].join(' ');
  const bare = SUBPROCESS.split('|').filter((name) => new RegExp(`\\b${name}\\b`).test(imported));
  const patterns = [
    String.raw`(?:subprocess|sp)\.(?:${SUBPROCESS})`,
    String.raw`(?:asyncio\.)?create_subprocess_(?:exec|shell)`,
    String.raw`os\.(?:system|popen|execl?p?e?|execvp?e?|posix_spawnp?)`,
    String.raw`(?:shutil\.)?which`,
    ...bare,
  ];
  return callsTo(text, `(?:${patterns.join('|')})\\s*\\(`)
    .map((first) => firstWord(text, first))
    .filter((word) => word !== null);
}

/** Libraries that the source opens by a name written in it. */
export const librariesOf = (text: PythonText): string[] =>
  callsTo(text, LIBRARY_CALL)
    .map((first) => stringOf(text, first))
    .filter((name) => name !== null && name !== '') as string[];

/** The first argument of each call. */
function callsTo(text: PythonText, pattern: string): (Argument | undefined)[] {
  return [...text.code.matchAll(new RegExp(`(?<![\\w.])${pattern}`, 'g'))].map((match) => {
    const call = bracketed(text, match.index + match[0].length - 1);
    return positional(call, 0) ?? keyword(call, 'args', 'cmd');
  });
}

function firstWord(text: PythonText, part: Argument | undefined): string | null {
  if (!part) return null;
  const code = text.code.slice(part.start, part.end);
  if (/^[A-Za-z_]\w*$/.test(code)) return firstWord(text, assignedTo(text, code));
  if (/^[[(]/.test(code)) return programIn(stringOf(text, bracketed(text, part.start).arguments[0]));
  const literal = stringOf(text, part);
  // of a formatted command line the words before the first {…} are literal
  return programIn(literal ?? /^f["']+(\S+) /i.exec(text.source.slice(part.start, part.end))?.[1] ?? null);
}

/** The list or string that a variable was first given in the same file. */
function assignedTo(text: PythonText, name: string): Argument | undefined {
  const found = new RegExp(`^[ \\t]*${name}[ \\t]*(?::[^=\\n]*)?=[ \\t]*(?=[["'])`, 'm').exec(text.code);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  if (text.code[start] === '[') return { name: null, start, end: bracketed(text, start).end };
  const [quoted = ''] = /^(["']) *\1/.exec(text.code.slice(start)) ?? [];
  return { name: null, start, end: start + quoted.length };
}

/** `LANG=C pg_dump -Fc` starts pg_dump. */
function programIn(commandLine: string | null): string | null {
  const word = (commandLine ?? '').split(/\s+/).find((word) => word !== '' && !/^\w+=/.test(word));
  return word !== undefined && /^[\w./+-]+$/.test(word) ? word : null;
}
