import { defineRule } from '../lint/index.ts';
import { copiedBy, isWholeContext } from './copies/copied.ts';

export const dockerignoreMissing = defineRule({
  id: 'dockerignore-missing',
  title: 'An ignore file for the build context',
  why: 'Without one, a COPY of the whole folder takes all that lies there: the history, local settings with passwords, what a developer’s machine has made. Each of those files that changes makes the step run again.',
  remedy: 'Write a `.dockerignore` from what the project holds and the Dockerfile needs.',
  category: 'context',
  appliesTo: 'dockerignore',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 2,
  aliases: {},
  links: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],

  dockerfile(file, { report }) {
    const { context } = file.around;
    if (context === null || context.ignoreFile() !== null) return;
    const copy = file.instructions.find((instruction) => {
      const copied = copiedBy(instruction);
      return (
        copied !== null &&
        isWholeContext(copied) &&
        instruction.stage?.isUsed === true &&
        !instruction.place.isTrigger
      );
    });
    if (copy === undefined) return;
    report({
      at: copy.at,
      message: `\`${copy.keyword} ${copy.node.argument}\` takes all that lies in the build context, and no ignore file keeps anything out: write a \`.dockerignore\`.`,
    });
  },

  invalid: [
    {
      path: 'Dockerfile',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
      files: { 'app.js': '' },
      lines: [3],
    },
  ],
  valid: [
    { path: 'Dockerfile', text: 'FROM node:22\nCOPY . /app\n', files: { '.dockerignore': '.git\n' } },
    { path: 'Dockerfile', text: 'FROM node:22\nCOPY src /app\n', files: { 'src/app.js': '' } },
  ],
});
