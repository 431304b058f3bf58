import { defineRule } from '../lint/index.ts';
import { renameStage } from './stages/rename.ts';

const RESERVED: Readonly<Record<string, string>> = {
  scratch: 'the empty image',
  context: 'the build context',
};

export const reservedStageName = defineRule({
  id: 'reserved-stage-name',
  title: 'No stage called scratch or context',
  why: '`scratch` means the empty image and `context` the build context. A stage of that name makes every later mention ambiguous.',
  remedy: 'Rename the stage, and what refers to it.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3063'], buildkit: ['ReservedStageName'] },
  links: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],

  dockerfile(file, { report }) {
    for (const stage of file.stages) {
      const { name, from } = stage;
      const meaning = name === null || !Object.hasOwn(RESERVED, name) ? undefined : RESERVED[name];
      if (meaning === undefined || from === null) continue;
      report({
        at: from.inFirstLine(from.node.words[2]?.range ?? from.at),
        message: `\`${name}\` stands for ${meaning}; as the name of a stage it is ambiguous. Call the stage otherwise.`,
        fix: () => {
          const free = `${name}-stage`;
          return file.stageNamed(free) !== null ? null : renameStage(file, stage, free);
        },
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13 AS context\nFROM debian:13\nCOPY --from=context /a /b\n',
      lines: [1],
      fixed: 'FROM debian:13 AS context-stage\nFROM debian:13\nCOPY --from=context-stage /a /b\n',
    },
  ],
  valid: [{ text: 'FROM scratch AS base\n' }],
});
