import { parseShell } from '../../../syntax/shell/index.ts';
import { bracketed, codeOf, constantOf, escaped, stringOf, type Part } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { importsOf } from './modules.ts';

const STARTERS = /^(exec|execSync|execFile|execFileSync|spawn|spawnSync)$/;
const CHILD_PROCESS = /^(node:)?child_process(\/promises)?$/;
const OTHERS = /^(execa|cross-spawn|shelljs|zx|nano-spawn|tinyexec|bun)$/;
/** The shell's own, and Node.js itself. */
const NO_PROGRAM = /^(cd|echo|export|set|test|true|false|exit|source|\.|\[|node|if|for|while)$/;

/** Programs that the source starts by a name written in it. */
export function commandsOf(text: JavaScriptText): string[] {
  const calls = starters(text);
  if (calls.length === 0) return [];
  const pattern = new RegExp(`(?<![\\w$.])(?:${calls.join('|')})\\s*(?:<[^()]*>)?(?:\\(|(?=\`))`, 'g');
  return [...text.code.matchAll(pattern)].flatMap((match) => {
    const end = match.index + match[0].length;
    if (!match[0].endsWith('(')) return programsIn(templateAt(text, end));
    const [first, second] = bracketed(text, end - 1).parts;
    return programsIn(commandLine(text, first, text.code[second?.start ?? -1] === '['));
  });
}

/** Expressions that start programs in this file: imported names, members of imported modules, and promisified ones. */
function starters(text: JavaScriptText): string[] {
  const found = importsOf(text).flatMap(({ local, imported, module }) => {
    const name = escaped(local);
    if (CHILD_PROCESS.test(module))
      return imported === '*' || imported === 'default'
        ? [`${name}\\.(?:execFileSync|execFile|execSync|exec|spawnSync|spawn)`]
        : STARTERS.test(imported)
          ? [name]
          : [];
    if (!OTHERS.test(module)) return [];
    if (module === 'shelljs') return imported === 'exec' ? [name] : [`${name}\\.(?:exec|which)`];
    return /^(default|execa\w*|spawn\w*|\$|x|\*)$/.test(imported)
      ? [`${name}(?:\\.(?:sync|node|exec))?`]
      : [];
  });
  const direct = found.join('|');
  if (direct === '') return [];
  const promisified = new RegExp(
    `(?<![\\w$.])([\\w$]+)\\s*=\\s*(?:[\\w$]+\\.)?promisify\\s*\\(\\s*(?:${direct})\\s*\\)`,
    'g',
  );
  return [...found, ...[...text.code.matchAll(promisified)].map(([, name = '']) => escaped(name))];
}

/** The command's words as shell text; of a template the expressions are words that nobody knows. */
function commandLine(text: JavaScriptText, part: Part | undefined, hasArguments: boolean): string {
  const code = codeOf(text, part);
  if (!part) return '';
  if (/^[A-Za-z_$][\w$]*$/.test(code)) {
    const value = constantOf(text, code);
    return value && /^["'`]/.test(codeOf(text, value)) ? commandLine(text, value, hasArguments) : '';
  }
  // `'convert ' + path`: what is added stands behind the program
  const joined = /^(["'])( *)\1\s*\+/.exec(code);
  if (joined) return text.source.slice(part.start + 1, part.start + 1 + (joined[2] ?? '').length);
  if (code.startsWith('`')) return templateAt(text, part.start);
  const literal = stringOf(text, part) ?? '';
  return hasArguments && /\s/.test(literal) ? '' : literal;
}

function templateAt(text: JavaScriptText, start: number): string {
  const source = text.source.slice(start, start + 2000);
  const [literal = ''] = /^`(?:\\[^]|\$\{[^{}]*\}|[^`\\])*`/.exec(source) ?? [];
  return literal.slice(1, -1).replaceAll(/\$\{[^{}]*\}/g, '"$VALUE"');
}

function programsIn(commandLine: string): string[] {
  if (commandLine.trim() === '') return [];
  return parseShell(commandLine).commands.flatMap(({ name }) =>
    name === null || NO_PROGRAM.test(name) || !/^[\w./+-]+$/.test(name) || /^\.{0,2}\/?$/.test(name)
      ? []
      : [name],
  );
}

/** Libraries that the source opens by a name written in it: ffi-napi, koffi, Bun. */
export const librariesOf = (text: JavaScriptText): string[] =>
  [
    ...text.code.matchAll(/(?<![\w$.])(?:(?:ffi|ref)\.(?:Library|DynamicLibrary)|koffi\.load|dlopen)\s*\(/g),
  ].flatMap((match) => {
    const name = stringOf(text, bracketed(text, match.index + match[0].length - 1).parts[0]);
    return name === null || name === '' ? [] : [name];
  });
