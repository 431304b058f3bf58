import { blockOf, codeOfLine, headersOf, type PythonLine, type PythonText } from './python-text.ts';

/** Blocks that run when the module is loaded: a class body, `with`, `try`, and the start of a script. */
const RUN_AT_LOAD = /^(class\b|with\b|try\b|if\s+__name__\s*==)/;
const GIVES_UP = /(^|[\s:;])raise\b|\b(exit|_exit|abort)\s*\(/;
const CATCHES_MISSING = /^except\s*(:|.*\b(KeyError|LookupError|Exception|BaseException)\b)/;
/** Calls from function to function that are followed from the top of a module. */
const DEEPEST_CALL = 8;
/** What servers call by this name when they start, as in `gunicorn 'app:create_app()'`. */
const FACTORIES = ['create_app', 'make_app'];

/** The functions of a file that run whenever it is started: those called at its top, and those that they call. */
export function startFunctions(text: PythonText): Set<string> {
  const defined = new Set(
    [...text.code.matchAll(/^[ \t]*(?:async\s+)?def\s+(\w+)/gm)].map(([, name = '']) => name),
  );
  const called = new Set(FACTORIES.filter((name) => defined.has(name)));
  for (let depth = 0, before = -1; depth < DEEPEST_CALL && before < called.size; depth++) {
    before = called.size;
    for (const line of text.lines) {
      const code = codeOfLine(text, line);
      if (/^(async\s+)?def\b/.test(code) || !runsAtStart(text, line, called)) continue;
      for (const [, name = ''] of code.matchAll(/(?<![\w.])(\w+)\s*\(/g))
        if (defined.has(name)) called.add(name);
    }
  }
  return called;
}

/** True when the line is run at every start, not only under a condition or on a call. */
export function runsAtStart(text: PythonText, line: PythonLine, started: ReadonlySet<string>): boolean {
  return headersOf(line).every((header) => {
    const code = codeOfLine(text, header);
    const name = /^(?:async\s+)?def\s+(\w+)/.exec(code)?.[1];
    return name === undefined ? RUN_AT_LOAD.test(code) : started.has(name);
  });
}

/** True when a KeyError in this line is caught and the program goes on. */
export function isCaught(text: PythonText, line: PythonLine): boolean {
  return [line, ...headersOf(line)].some((header) => {
    if (!/^try\b/.test(codeOfLine(text, header))) return false;
    const handlers = text.lines.filter(
      (other) =>
        other.index > header.index &&
        other.parent === header.parent &&
        CATCHES_MISSING.test(codeOfLine(text, other)),
    );
    const handler = handlers[0];
    return handler !== undefined && !givesUp(text, handler);
  });
}

/** True when the block below (or on) this line ends the program. */
export const givesUp = (text: PythonText, header: PythonLine): boolean =>
  [header, ...blockOf(text, header)].some((line) => GIVES_UP.test(codeOfLine(text, line)));

/** True when a later line of the same block ends the program if `name` is empty: `if not NAME: raise …`. */
export function isChecked(text: PythonText, line: PythonLine, name: string): boolean {
  const missing = new RegExp(
    `\\bnot\\s+${name}\\b|(?<![\\w.])${name}\\s+is\\s+None\\b|\\bnot\\s+all\\s*\\(.*(?<![\\w.])${name}\\b`,
  );
  return text.lines.slice(line.index + 1).some((other) => {
    if (other.parent !== line.parent) return false;
    const code = codeOfLine(text, other);
    if (new RegExp(`^assert\\s+${name}\\b(?!\\s*(==|!=|in|\\.))`).test(code)) return true;
    return /^if\b/.test(code) && !/\band\b/.test(code) && missing.test(code) && givesUp(text, other);
  });
}
