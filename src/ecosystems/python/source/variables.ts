import type { VariableUse } from '../../../model/facts.ts';
import { usesOf, type Reading } from '../../variable-readings.ts';
import { bracketed, keyword, literalOf, positional, stringOf, type Bracketed } from './expressions.ts';
import { givesUp, isCaught, isChecked, runsAtStart, startFunctions } from './guards.ts';
import { codeOfLine, lineAt, type PythonText } from './python-text.ts';
import { settingsFields } from './settings.ts';

/** django-environ's names where a method is called without one: https://django-environ.readthedocs.io/en/latest/types.html */
const ENVIRON_NAMES: Record<string, string> = {
  '.db': 'DATABASE_URL',
  '.db_url': 'DATABASE_URL',
  '.cache': 'CACHE_URL',
  '.cache_url': 'CACHE_URL',
  '.email': 'EMAIL_URL',
  '.email_url': 'EMAIL_URL',
  '.search_url': 'SEARCH_URL',
};

/** What the container's engine, the shell or the terminal sets, and nobody configures. */
const ALWAYS_SET = new Set([
  'PATH',
  'HOME',
  'HOSTNAME',
  'PWD',
  'OLDPWD',
  'SHELL',
  'TERM',
  'LINES',
  'COLUMNS',
]);

/**
 * The environment variables that the program reads, in the order found, one entry for each name.
 *
 * `required`: some place that runs at every start reads it without a default and without catching its absence: a
 * subscript at the top of a module, in a class body, in a function that the module calls itself or in an application
 * factory, or a `get` whose empty result ends the program. What is only read under a condition or on a call is not
 * required here: an observed run settles that.
 */
export function variablesOf(texts: readonly PythonText[]): VariableUse[] {
  const usesEnvObject = texts.some(({ code }) => /^\s*(from|import)\s+(environs|environ)\b/m.test(code));
  const files = texts.map((text) => ({
    path: text.path,
    source: text.source,
    readings: [...readingsOf(text, usesEnvObject), ...settingsFields(text)],
  }));
  return usesOf(files, (name) => ALWAYS_SET.has(name));
}

function readingsOf(text: PythonText, usesEnvObject: boolean): Reading[] {
  const { code } = text;
  let started: Set<string> | null = null;
  const fromOs = /^\s*from\s+os\s+import\b[^\n]*/gm;
  const imported = [...code.matchAll(fromOs)].join(' ');
  const environ = /\benviron\b/.test(imported)
    ? String.raw`(?:\b_?os\.)?\benviron`
    : String.raw`\b_?os\.environ`;
  const getenv = /\bgetenv\b/.test(imported) ? String.raw`(?:\b_?os\.)?\bgetenv` : String.raw`\b_?os\.getenv`;
  const readings: Reading[] = [];

  const atStart = (offset: number): boolean => {
    const line = lineAt(text, offset);
    started ??= startFunctions(text);
    return line !== null && runsAtStart(text, line, started);
  };
  /** Calls `read` with the arguments of each bracket that the pattern ends with. */
  const each = (
    pattern: string,
    read: (call: Bracketed, offset: number, match: RegExpMatchArray) => void,
  ): void => {
    for (const match of code.matchAll(new RegExp(`(?<![\\w.])${pattern}`, 'g')))
      read(bracketed(text, match.index + match[0].length - 1), match.index, match);
  };
  const add = (name: string | null, fallback: string | null, required: boolean, offset: number): void => {
    if (name !== null) readings.push({ name, default: fallback, required, offset });
  };

  each(`${environ}\\s*\\[`, (index, offset) => {
    const line = lineAt(text, offset);
    const name = stringOf(text, index.arguments[0]);
    const isWritten =
      /^\s*[|+]?=(?!=)/.test(code.slice(index.end)) || /\bdel\s+$/.test(code.slice(0, offset));
    if (isWritten || line === null || name === null) return;
    const isTested = new RegExp(`["']${name}["']\\s+in\\b`).test(text.source.slice(line.start, line.end));
    add(name, null, atStart(offset) && !isCaught(text, line) && !isTested, offset);
  });

  each(`(?:${environ}\\s*\\.\\s*(?:get|pop|setdefault)|${getenv})\\s*\\(`, (call, offset, [matched]) => {
    const fallback = positional(call, 1) ?? keyword(call, 'default');
    const value = literalOf(text, fallback) ?? literalAfterOr(text, call.end);
    // pop without a second argument raises, as a subscript does
    const raises = /\bpop\s*\($/.test(matched) && !fallback;
    const stops = !fallback && value === null && (raises || endsWithout(text, offset, call.end));
    const name = stringOf(text, positional(call, 0) ?? keyword(call, 'key'));
    // what manage.py and wsgi.py of every Django project say is no setting of the container
    const isDjangoOwn = name === 'DJANGO_SETTINGS_MODULE' && /\bsetdefault\b/.test(matched);
    if (!isDjangoOwn) add(name, value, stops && atStart(offset), offset);
  });

  for (const match of code.matchAll(
    new RegExp(`(["'])( *)\\1\\s+(not\\s+)?in\\s+${environ}(?![\\w.\\[])`, 'g'),
  )) {
    const line = lineAt(text, match.index);
    const isAssertion = line !== null && match[3] === undefined && /^assert\b/.test(codeOfLine(text, line));
    const stops =
      isAssertion ||
      (line !== null &&
        match[3] !== undefined &&
        /^if\b/.test(codeOfLine(text, line)) &&
        givesUp(text, line));
    const name = text.source.slice(match.index + 1, match.index + 1 + (match[2] ?? '').length);
    add(name, null, stops && atStart(match.index), match.index);
  }

  if (/^\s*from\s+(decouple|starlette\.config)\s+import\b/m.test(code))
    each(String.raw`config\s*\(`, (call, offset) => {
      const fallback = keyword(call, 'default') ?? positional(call, 2);
      add(
        stringOf(text, positional(call, 0)),
        literalOf(text, fallback),
        !fallback && atStart(offset),
        offset,
      );
    });
  each(String.raw`dj_database_url\.config\s*\(`, (call, offset) => {
    const name = keyword(call, 'env');
    const fallback = keyword(call, 'default');
    // without a database it goes on and fails at the first query
    add(name ? stringOf(text, name) : 'DATABASE_URL', literalOf(text, fallback), false, offset);
  });
  if (usesEnvObject) readEnvObject();
  return readings;

  /** environs and django-environ: `env("X")`, `env.int("X", default=1)`, and defaults given to `Env(X=(int, 1))`. */
  function readEnvObject(): void {
    const schemes = new Map<string, string | null>();
    each(String.raw`(?:environ\.)?(?:Env|FileAwareEnv)\s*\(`, (call) => {
      for (const part of call.arguments) {
        if (part.name === null || code[part.start] !== '(') continue;
        const fallback = positional(bracketed(text, part.start), 1);
        if (fallback) schemes.set(part.name, literalOf(text, fallback));
      }
    });
    each(String.raw`env(\.\w+)?\s*\(`, (call, offset, [, method]) => {
      if (method === '.read_env' || method === '.prefixed') return;
      const first = positional(call, 0) ?? keyword(call, 'var', 'name');
      const name = first === undefined ? (ENVIRON_NAMES[method ?? ''] ?? null) : stringOf(text, first);
      // env("X", cast) of django-environ has no default in second place
      const second = positional(call, 1);
      const fallback =
        keyword(call, 'default', 'missing') ??
        (method || literalOf(text, second) !== null ? second : undefined);
      const scheme = name === null ? undefined : schemes.get(name);
      const hasDefault = fallback !== undefined || scheme !== undefined;
      add(name, literalOf(text, fallback) ?? scheme ?? null, !hasDefault && atStart(offset), offset);
    });
  }
}

/** `os.getenv("X") or "default"` */
function literalAfterOr(text: PythonText, offset: number): string | null {
  const [lead] = /^\s*or\s+/.exec(text.code.slice(offset, offset + 200)) ?? [];
  if (lead === undefined) return null;
  const start = offset + lead.length;
  const [value = ''] = /^(?:["'] *["']|-?\d+(?:\.\d+)?|True|False)/.exec(text.code.slice(start)) ?? [];
  return literalOf(text, { name: null, start, end: start + value.length });
}

/** True when an empty answer of the call at `offset` ends the program. */
function endsWithout(text: PythonText, offset: number, end: number): boolean {
  const line = lineAt(text, offset);
  if (!line) return false;
  const before = text.code.slice(line.start, offset);
  if (/^if\b/.test(before)) {
    const after = text.code.slice(end, line.end);
    const asksForAbsence = /\bnot\s+$/.test(before) || /^\s*is\s+None\b/.test(after);
    return asksForAbsence && !/\band\b/.test(codeOfLine(text, line)) && givesUp(text, line);
  }
  if (/^assert\s+$/.test(before)) return true;
  const target = /^(\w+)\s*(?::[^=]*)?=\s*$/.exec(before)?.[1];
  return (
    target !== undefined && /^\s*$/.test(text.code.slice(end, line.end)) && isChecked(text, line, target)
  );
}
