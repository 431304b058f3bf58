import { defineRule } from '../lint/index.ts';
import { startsWithInit } from '../ecosystems/start-command.ts';
import { startOf } from './start/start.ts';

/** Options of interpreters and shells that belong to the program itself: what follows is what it runs. */
const OF_PROGRAM = /^-(?:-|c|m|e|jar|cp|classpath|D.*|X.*|u|O+|B|W.*|-.*)$/;
const INTERPRETER =
  /^(?:.*\/)?(?:python[\d.]*|node|ruby|php|perl|java|sh|bash|ash|dash|deno|bun|dotnet|npm|npx|yarn|pnpm|env|exec)$/;

export const splitEntrypointAndCmd = defineRule({
  id: 'split-entrypoint-and-cmd',
  title: 'Program in ENTRYPOINT, its defaults in CMD',
  why: 'What is given behind the image’s name replaces CMD and is added to ENTRYPOINT. Defaults that stand in ENTRYPOINT can be added to, but not replaced.',
  remedy:
    'Leave in ENTRYPOINT what always holds, and write the arguments that somebody may want otherwise as CMD.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact'],

  dockerfile({ target }, { report }) {
    const start = target === null ? null : startOf(target);
    const entrypoint = start?.entrypoint ?? null;
    if (entrypoint === null || start?.cmd != null || target?.own('ENTRYPOINT') !== entrypoint) return;
    const { json, words } = entrypoint.node;
    if (json === null || json.length < 3 || startsWithInit(json)) return;
    const isInterpreted = INTERPRETER.test(json[0] ?? '');
    // of an interpreter, the program is what it runs
    const from = isInterpreted ? json.findIndex((word, index) => index > 0 && !OF_PROGRAM.test(word)) + 1 : 1;
    const at = json.findIndex((word, index) => index >= from && /^--\w/.test(word));
    if (at < 1 || from < 1 || /^(?:.*\/)?(?:ba|da|a)?sh$/.test(json[0] ?? '')) return;
    // what follows an option with its value belongs to the program: `gunicorn --bind=… app:app`
    const hasOperand = json.some(
      (word, index) => index > at && !word.startsWith('-') && isOperand(json[index - 1] ?? ''),
    );
    if (hasOperand) return;
    const [first, last] = [words[at], words.at(-1)];
    if (first === undefined || last === undefined) return;
    report({
      at: { start: first.range.start, end: last.range.end },
      message: `\`${json[at] ?? ''}\` and what follows stand in ENTRYPOINT, where nobody who runs the image can replace them: as CMD they are defaults.`,
      fix: () => {
        const { argumentRange } = entrypoint.node;
        const write = (list: readonly string[]): string =>
          `[${list.map((one) => JSON.stringify(one)).join(', ')}]`;
        const eol = entrypoint.place.source.includes('\r\n') ? '\r\n' : '\n';
        return [
          { range: argumentRange, text: `${write(json.slice(0, at))}${eol}CMD ${write(json.slice(at))}` },
        ];
      },
    });
  },

  invalid: [
    {
      text: 'FROM debian:13\nENTRYPOINT ["server", "--port", "8080"]\n',
      lines: [2],
      fixed: 'FROM debian:13\nENTRYPOINT ["server"]\nCMD ["--port", "8080"]\n',
    },
    {
      text: 'FROM python:3.13\nENTRYPOINT ["python", "-m", "http.server", "--bind", "0.0.0.0"]\n',
      lines: [2],
      fixed: 'FROM python:3.13\nENTRYPOINT ["python", "-m", "http.server"]\nCMD ["--bind", "0.0.0.0"]\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nENTRYPOINT ["server"]\nCMD ["--port", "8080"]\n' },
    { text: 'FROM debian:13\nCMD ["server", "--port", "8080"]\n' },
    { text: 'FROM eclipse-temurin:21\nENTRYPOINT ["java", "-jar", "/app.jar"]\n' },
    { text: 'FROM debian:13\nENTRYPOINT ["sh", "-c", "exec server --port $PORT"]\n' },
    { text: 'FROM debian:13\nENTRYPOINT ["tini", "-g", "--"]\n' },
    { text: 'FROM debian:13\nENTRYPOINT ["gunicorn", "--bind=0.0.0.0:80", "app:app"]\n' },
  ],
});

/** What stands behind this word is no value of it. */
const isOperand = (before: string): boolean => !before.startsWith('-') || before.includes('=');
