import { defineRule } from '../lint/index.ts';
import { renameStage } from './stages/rename.ts';

export const stageNameCasing = defineRule({
  id: 'stage-name-casing',
  title: 'Stage names in lower case',
  why: 'BuildKit keeps stage names in lower case, whatever is written. A name in capitals reads like another one, and a FROM that repeats it as it was written does not find the stage.',
  remedy: 'Write the name in lower case, where it is given and where it is used.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['StageNameCasing'] },
  links: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],

  dockerfile(file, { report }) {
    for (const stage of file.stages) {
      const [, , name] = stage.from?.node.words ?? [];
      if (stage.from === null || name === undefined || stage.from.node.words.length > 3) continue;
      const lower = name.raw.toLowerCase();
      if (name.raw === lower) continue;
      report({
        at: stage.from.inFirstLine(name.range),
        message: `The stage \`${name.raw}\` is known as \`${lower}\`: BuildKit keeps stage names in lower case. Write it so.`,
        fix: () => renameStage(file, stage, lower),
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13 AS Base\nFROM debian:13\nCOPY --from=Base /a /b\n',
      lines: [1],
      fixed: 'FROM debian:13 AS base\nFROM debian:13\nCOPY --from=base /a /b\n',
    },
  ],
  valid: [{ text: 'FROM debian:13 AS base\n' }, { text: 'FROM Debian:13\n' }],
});
