import { addWords, defineRule, downloadOf, isFetched, type Command } from '../lint/index.ts';
import { hasOption } from '../syntax/shell/index.ts';

const RETRIES = [
  '--retry',
  '-K',
  '--config',
  '-t',
  '--tries',
  '--retry-connrefused',
  '--retry-on-http-error',
];

export const retryDownloads = defineRule({
  id: 'retry-downloads',
  title: 'Try downloads again',
  why: 'A server that is away for a second fails the whole build, often after many minutes. A second attempt costs nothing when the first one works.',
  remedy:
    'Add `--retry 3` to curl; wget tries again by itself, but not when the server refuses: `--tries=3 --retry-connrefused`.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-curl-config', 'tally/prefer-wget-config'] },
  variants: {
    curl: { aliases: { tally: ['tally/prefer-curl-config'] } },
    // wget tries twenty times unless the server refuses
    wget: { aliases: { tally: ['tally/prefer-wget-config'] }, recommended: false },
  },
  recommended: false,
  links: [
    'https://curl.se/docs/manpage.html#--retry',
    'https://www.gnu.org/software/wget/manual/html_node/Download-Options.html',
  ],

  commands: {
    curl(command, { report }) {
      if (!isTriedOnce(command)) return;
      report({
        at: (command.word ?? command.shell).range,
        variant: 'curl',
        message: '`curl` tries this download once, so a short outage fails the build: add `--retry 3`.',
        fix: () => addWords(command, command.word, '--retry 3'),
      });
    },
    wget(command, { report }) {
      if (!isTriedOnce(command)) return;
      report({
        at: (command.word ?? command.shell).range,
        variant: 'wget',
        message:
          '`wget` gives up when the server refuses the connection: add `--tries=3 --retry-connrefused`.',
        fix: () =>
          // BusyBox has no such options
          /alpine|busybox/.test(command.instruction.stage?.rootBase?.raw ?? '')
            ? null
            : addWords(command, command.word, '--tries=3 --retry-connrefused'),
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN curl -fsSL https://example.com/a.tgz | tar xz\n',
      lines: [2],
      variants: ['curl'],
      fixed: 'FROM debian:13\nRUN curl --retry 3 -fsSL https://example.com/a.tgz | tar xz\n',
    },
    {
      text: 'FROM debian:13\nRUN wget -q https://example.com/a.tgz\n',
      lines: [2],
      variants: ['wget'],
      fixed: 'FROM debian:13\nRUN wget --tries=3 --retry-connrefused -q https://example.com/a.tgz\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN curl --retry 5 -fsSLO https://example.com/a.tgz\n' },
    { text: 'FROM debian:13\nRUN curl -f http://localhost/health && wget -t 5 https://example.com/a\n' },
  ],
});

function isTriedOnce(command: Command): boolean {
  const download = downloadOf(command);
  return download !== null && isFetched(download) && !hasOption(download.options, ...RETRIES);
}
