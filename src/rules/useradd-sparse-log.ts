import { argumentsOf, defineRule } from '../lint/index.ts';
import { userCommand } from '../syntax/shell/index.ts';

export const useraddSparseLog = defineRule({
  id: 'useradd-sparse-log',
  title: 'useradd without a log entry for large ids',
  why: '`useradd` writes the user into `/var/log/lastlog` and `faillog` at a place that its id gives. With an id of six digits or more the files are sparse and huge, and the layer holds them in full.',
  remedy: 'Add `--no-log-init` (`-l`).',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { hadolint: ['DL3046'] },
  links: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://github.com/golang/go/issues/13548',
  ],

  commands: {
    useradd(command, { report }) {
      const uid = userCommand(command.shell)?.uid ?? null;
      const { options } = argumentsOf(command, { letters: 'bcdefgGkKpRPsuZ', names: [] });
      const isLogged = !options.some(({ name }) => name === '-l' || name === '--no-log-init');
      const { word } = command;
      if (uid === null || !/^\d{6,}$/.test(uid) || !isLogged || word === null) return;
      report({
        at: word.range,
        message: `\`useradd\` with the id ${uid} writes huge sparse log files into the layer: add \`--no-log-init\`.`,
        fix: () => [{ range: { start: word.range.end, end: word.range.end }, text: ' --no-log-init' }],
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN useradd -u 123456 luser\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN useradd --no-log-init -u 123456 luser\n',
    },
    {
      text: 'FROM debian:13\nRUN groupadd app && \\\n    useradd --uid=1000860000 app\n',
      lines: [3],
      fixed: 'FROM debian:13\nRUN groupadd app && \\\n    useradd --no-log-init --uid=1000860000 app\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN useradd luser\n' },
    { text: 'FROM debian:13\nRUN useradd -u 12345 luser\n' },
    { text: 'FROM debian:13\nRUN useradd -lm -u 123456 luser\n' },
  ],
});
