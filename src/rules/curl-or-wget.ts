import { defineRule, type Command } from '../lint/index.ts';

export const curlOrWget = defineRule({
  id: 'curl-or-wget',
  title: 'curl or wget, not both',
  why: 'Both do the same here. Each brings its libraries, updates and weaknesses, and readers have to know the options of two programs.',
  remedy:
    'Do all downloads of a stage with the one that is there anyway, and leave the other out of the image.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {
    hadolint: ['DL4001'],
    trivy: ['DS-0014'],
    kics: ['fc775e75-fcfb-4c98-b2f2-910c5858b359'],
  },
  links: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],

  stage({ instructions }, { report }) {
    const seen = new Set<string>();
    for (const instruction of instructions) {
      if (instruction.keyword !== 'RUN' || !/curl|wget/.test(instruction.node.argument)) continue;
      const used = instruction.commands.filter(isDownloader);
      for (const { program } of used) seen.add(program ?? '');
      const last = used.at(-1);
      if (seen.size < 2 || last === undefined) continue;
      const other = last.program === 'curl' ? 'wget' : 'curl';
      report({
        at: (last.word ?? last.shell).range,
        message: `This stage uses both \`${other}\` and \`${last.program ?? ''}\`, which do the same: keep to one of them.`,
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN wget https://example.com/a\nRUN curl -O https://example.com/b\nRUN true\nRUN wget https://example.com/c\n',
      lines: [3, 5],
    },
    {
      text: 'FROM debian:13\nRUN wget https://example.com/a && curl -O https://example.com/b\n',
      lines: [2],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get install -y wget\nRUN curl -O https://example.com/a\n' },
    {
      text: 'FROM debian:13 AS build\nRUN wget https://example.com/a\nFROM debian:13\nRUN curl -O https://example.com/b\n',
    },
  ],
});

const isDownloader = ({ program }: Command): boolean => program === 'curl' || program === 'wget';
