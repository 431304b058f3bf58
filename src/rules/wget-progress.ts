import { addWords, defineRule, downloadOf, type InstructionFacts } from '../lint/index.ts';
import { hasOption } from '../syntax/shell/index.ts';

const QUIET = ['--progress', '-q', '--quiet', '--no-verbose', '-o', '--output-file', '-a', '--append-output'];

export const wgetProgress = defineRule({
  id: 'wget-progress',
  title: "Keep wget's progress bar out of the build log",
  why: 'Where there is no terminal, wget writes a line for every 50 kB. A large download fills the log with thousands of them, and what went wrong is not found any more.',
  remedy: 'Give `--progress=dot:giga` (one line for 32 MB), `-nv`, or `-q`.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { hadolint: ['DL3047'] },
  links: ['https://www.gnu.org/software/wget/manual/html_node/Download-Options.html'],

  commands: {
    wget(command, { report }) {
      const download = downloadOf(command);
      if (download === null || download.urls.length === 0 || hasOption(download.options, ...QUIET)) return;
      if (command.args.some(({ raw }) => /^-n\w*v|^--version|^--help|^-[Vh]/.test(raw))) return;
      const flag = flagFor(command.instruction);
      report({
        at: (command.word ?? command.shell).range,
        message: `\`wget\` floods the build log with its progress: add \`${flag}\`.`,
        fix: () => addWords(command, command.word, flag),
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN wget https://example.com/a.tar.gz\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN wget --progress=dot:giga https://example.com/a.tar.gz\n',
    },
    {
      // BusyBox knows no other
      text: 'FROM alpine:3.22\nRUN wget -O /tmp/a https://example.com/a\n',
      lines: [2],
      fixed: 'FROM alpine:3.22\nRUN wget -q -O /tmp/a https://example.com/a\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN wget -nv https://example.com/a && wget -qO- https://example.com/b\n' },
    { text: 'FROM debian:13\nRUN wget --progress=dot:mega https://example.com/a\n' },
    { text: 'FROM debian:13\nRUN wget -o /tmp/log https://example.com/a && apt-get install -y wget\n' },
  ],
});

const flagFor = ({ stage }: InstructionFacts): string => {
  const base = stage?.rootBase?.text ?? stage?.rootBase?.raw ?? '';
  return /alpine|busybox/.test(base) ? '-q' : '--progress=dot:giga';
};
