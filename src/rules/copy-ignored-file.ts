import { defineRule, type RuleContext, type InstructionFacts } from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';
import { createIgnore, type Ignore } from '../syntax/ignore/index.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';

const BUILDKIT = { buildkit: ['CopyIgnoredFile'] };

export const copyIgnoredFile = defineRule({
  id: 'copy-ignored-file',
  title: 'No COPY of what the ignore file keeps out',
  why: 'What the ignore file names is not sent to the builder, so there is nothing to copy: the build fails, or copies less than is expected.',
  remedy: 'Let the path in with a `!` pattern, or take the COPY out.',
  category: 'context',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: BUILDKIT,
  variants: {
    file: { aliases: BUILDKIT },
    /** BuildKit compares the path as it is written, without taking `./` off */
    respelt: { aliases: {} },
    /** a folder is kept out but something in it is let in again */
    'partly-ignored': { aliases: BUILDKIT, recommended: false },
  },
  links: [
    'https://docs.docker.com/reference/build-checks/copy-ignored-file/',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],

  dockerfile(file, context) {
    const found = file.around.context?.ignoreFile() ?? null;
    if (found === null) return;
    const ignore = { ...createIgnore(found.text), path: found.path, letsIn: /^\s*!/m.test(found.text) };
    for (const stage of file.stages)
      for (const one of [...triggeredIn(stage, 'COPY', 'ADD'), ...stage.instructions])
        if (isBuilt(one)) check(one, ignore, context);
  },

  invalid: [
    {
      text: 'FROM debian:13\nCOPY .env /app/\n',
      files: { '.dockerignore': '.env\n' },
      lines: [2],
      variants: ['file'],
    },
    {
      text: 'FROM debian:13\nADD ./tmp/a /a\n',
      files: { '.dockerignore': 'tmp\n' },
      lines: [2],
      variants: ['respelt'],
    },
    {
      text: 'FROM debian:13\nCOPY . /app/\n',
      files: { '.dockerignore': '*\n!src\n' },
      lines: [2],
      variants: ['partly-ignored'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nCOPY src /app/\n', files: { '.dockerignore': '*\n!src\n' } },
    {
      text: 'FROM debian:13 AS a\nFROM debian:13\nCOPY --from=a .env /\n',
      files: { '.dockerignore': '.env\n' },
    },
    { text: 'FROM debian:13\nCOPY .env /app/\n' },
  ],
});

function check(
  one: InstructionFacts,
  ignore: Ignore & { path: string; letsIn: boolean },
  { report }: RuleContext,
): void {
  const reading = copySources(one.node);
  if (reading === null || reading.from !== null) return;
  for (const { raw, value: plain, range } of reading.sources) {
    const { value } = one.built(one.node.json === null ? raw : plain);
    if (value === null || /^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/.test(value)) continue;
    const asWritten = ignore.matches(value);
    const path = value.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
    const isOut = path !== '' && path !== '.' && ignore.ignores(path);
    if (!asWritten && !isOut) continue;
    const isPart = !isOut || (ignore.letsIn && !/\.\w+$/.test(path));
    report({
      at: one.inFirstLine(range),
      variant: isPart ? 'partly-ignored' : asWritten ? 'file' : 'respelt',
      message: `\`${value}\` is kept out of the build context by ${ignore.path}${isPart ? ', at least in part' : ', so there is nothing to copy'}: let it in there, or take it out here.`,
    });
  }
}
