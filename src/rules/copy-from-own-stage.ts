import { defineRule } from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';

export const copyFromOwnStage = defineRule({
  id: 'copy-from-own-stage',
  title: 'No COPY from the stage itself',
  why: 'A stage cannot copy from itself before it is built: the builder refuses it as a circle.',
  remedy: 'Name the stage that was meant, or use RUN cp within one.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {
    hadolint: ['DL3023'],
    trivy: ['DS-0006'],
    kics: ['cdddb86f-95f6-4fc4-b5a1-483d9afceb2b'],
  },
  links: ['https://docs.docker.com/reference/dockerfile/#copy---from'],

  instructions: {
    COPY(copy, { report }) {
      const from = copySources(copy.node)?.from?.toLowerCase();
      const { stage } = copy;
      if (from === undefined || stage === null || stage.from === null) return;
      if (from !== stage.name && from !== String(stage.index)) return;
      report({
        at: copy.inFirstLine(copy.node.flags.find(({ name }) => name === 'from')?.range ?? copy.at),
        message: `\`--from=${from}\` is the stage in which this COPY stands, which is not built yet: name the one that was meant.`,
      });
    },
  },

  invalid: [
    { text: 'FROM debian:13 AS a\nCOPY --from=A /a /b\n', lines: [2] },
    { text: 'FROM debian:13\nCOPY --from=0 /a /b\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13 AS a\nFROM debian:13 AS b\nCOPY --from=a /a /b\n' },
    { text: 'COPY --from=0 /a /b\n' },
  ],
});
