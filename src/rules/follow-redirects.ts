import { addWords, defineRule, downloadOf, isFetched } from '../lint/index.ts';
import { hasOption } from '../syntax/shell/index.ts';

export const followRedirects = defineRule({
  id: 'follow-redirects',
  title: 'Let curl follow redirects',
  why: 'Without `-L`, curl saves the empty page that says where the file has moved and ends with success. The build goes on with an empty archive, or fails in a place that tells nothing about the cause. Download pages move, and many, those of GitHub releases among them, answer with a redirect always.',
  remedy: 'Add `-L` (`--location`), and `-f` so that an error of the server fails the build.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/curl-should-follow-redirects'] },
  links: ['https://curl.se/docs/manpage.html#-L'],

  commands: {
    curl(command, { report }) {
      const download = downloadOf(command);
      if (download === null || !isFetched(download)) return;
      if (hasOption(download.options, '-L', '--location', '--location-trusted', '--follow', '-K', '--config'))
        return;
      report({
        at: (command.word ?? command.shell).range,
        message: `\`curl\` does not follow redirects here: when the file moves, an empty page is ${download.goesTo === 'pipe' ? 'passed on' : 'saved'} and the build goes on with it. Add \`-L\`.`,
        fix: () => addWords(command, command.word, '-L'),
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN curl -fsSo /tmp/a.tgz https://example.com/a.tgz\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN curl -L -fsSo /tmp/a.tgz https://example.com/a.tgz\n',
    },
    {
      text: 'FROM debian:13\nRUN curl https://github.com/o/r/releases/download/v1/a.tgz | tar xz\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN curl -L https://github.com/o/r/releases/download/v1/a.tgz | tar xz\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN curl -fsSLo /tmp/a.tgz https://example.com/a.tgz\n' },
    { text: 'FROM debian:13\nRUN curl -f http://localhost:8080/health -o /tmp/x\n' },
    {
      text: 'FROM debian:13\nRUN curl -X POST -d a=1 https://example.com/hook -o /tmp/x && curl https://example.com\n',
    },
  ],
});
