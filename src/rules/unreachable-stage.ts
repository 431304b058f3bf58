import { defineRule } from '../lint/index.ts';

const TALLY = { tally: ['tally/no-unreachable-stages'] };

export const unreachableStage = defineRule({
  id: 'unreachable-stage',
  title: 'No stage that nothing needs',
  why: 'The last stage is built without it. It is skipped, so that what it tests or makes does not happen, though the file looks as if it did.',
  remedy: 'Take it out, copy from it, or build it with `--target`.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: TALLY,
  variants: {
    unnamed: { aliases: TALLY },
    /** it may be a target of its own: for tests, for development */
    named: { aliases: TALLY, recommended: false },
  },
  links: ['https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage'],

  stage(stage, { report }) {
    if (stage.isUsed || stage.from === null) return;
    report({
      at: stage.from.at,
      variant: stage.name === null ? 'unnamed' : 'named',
      message: `The last stage needs nothing of ${stage.name === null ? 'this one' : `\`${stage.name}\``}, so it is not built${stage.name === null ? ', and without a name nobody can ask for it' : ' unless it is asked for with `--target`'}: take it out or use it.`,
    });
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN make test\nFROM debian:13 AS dev\nFROM debian:13\n',
      lines: [1, 3],
      variants: ['unnamed', 'named'],
    },
  ],
  valid: [
    { text: 'FROM debian:13 AS a\nFROM debian:13 AS b\nFROM a\nCOPY --from=b /x /x\n' },
    { text: 'FROM debian:13 AS a\nFROM debian:13\nRUN --mount=type=bind,from=a,target=/a true\n' },
    { text: 'FROM debian:13\nFROM debian:13\nCOPY --from=0 /x /x\n' },
  ],
});
