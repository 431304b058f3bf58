import { defineRule } from '../lint/index.ts';

export const noSudo = defineRule({
  id: 'no-sudo',
  title: 'No sudo in a build',
  why: 'A RUN already runs as the user that USER names, mostly root. sudo hides who runs what, has to be installed, and stands between a program and its signals.',
  remedy:
    'Switch with USER before the step that needs root, and back behind it; at run time, start through gosu or setpriv.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 2,
  aliases: {
    hadolint: ['DL3004'],
    trivy: ['DS-0010'],
    kics: ['8ada6e80-0ade-439e-b176-0b28f6bce35a'],
    checkov: ['CKV2_DOCKER_1'],
    dockle: ['DKL-DI-0001'],
  },
  links: ['https://docs.docker.com/build/building/best-practices/#user'],

  commands: {
    '*'({ shell, instruction }, { report }) {
      const [word, next] = shell.words;
      if (word === undefined || !/^(?:.*\/)?sudo$/.test(shell.name ?? '')) return;
      const user = instruction.place.user;
      report({
        at: word.range,
        message: `\`sudo\` runs ${next?.raw ?? 'a command'} as root in a step that runs as ${user ?? 'root'}: ${user === null || /^(?:root|0)(?::|$)/.test(user) ? 'leave it out' : 'switch with USER instead'}.`,
        fix: () => {
          const isRoot = user === null || /^(?:root|0)(?::|$)/.test(user);
          if (!isRoot || next === undefined || next.raw.startsWith('-') || next.raw.includes('='))
            return null;
          return [{ range: { start: word.range.start, end: next.range.start }, text: '' }];
        },
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get update && sudo apt-get install -y git\n',
      lines: [2],
      fixed: 'FROM debian:13\nRUN apt-get update && apt-get install -y git\n',
    },
    { text: 'FROM debian:13\nUSER 1001\nRUN sudo make install\n', lines: [3] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get update && apt-get install -y sudo\n' },
    { text: 'FROM debian:13\nRUN echo "use sudo"\n' },
  ],
});
