import { defineRule, type IgnoreFile } from '../lint/index.ts';
import { createIgnore } from '../syntax/ignore/index.ts';

export const dockerignoreDeadPattern = defineRule({
  id: 'dockerignore-dead-pattern',
  title: 'Patterns that do something',
  why: 'A pattern that matches nothing keeps nothing out, and whoever wrote it thinks that it does: a comment behind it is part of the pattern, an exception before what it is taken from has no effect.',
  remedy:
    'Put comments on lines of their own, exceptions behind what they are taken from, and take out what says nothing.',
  category: 'context',
  appliesTo: 'dockerignore',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {},
  variants: {
    'comment-behind': { aliases: {}, severity: 'warning' },
    invalid: { aliases: {}, severity: 'error' },
    'without-effect': { aliases: {} },
    'matches-nothing': { aliases: {}, recommended: false },
  },
  links: ['https://docs.docker.com/build/concepts/context/#syntax'],

  ignoreFile(file, { report, wants }) {
    const invalid = new Map(createIgnore(file.source).invalid.map(({ line, message }) => [line, message]));
    const seen = new Map<string, number>();
    let excludes = false;
    for (const [index, { kind, pattern, negated, range, text }] of file.lines.entries()) {
      if (kind !== 'pattern' || pattern === null) continue;
      const tell = (variant: string, message: string): void => report({ at: range, variant, message });
      const broken = invalid.get(index + 1);
      if (broken !== undefined) {
        tell('invalid', `BuildKit refuses to build with the pattern \`${text.trim()}\`: ${broken}.`);
        continue;
      }
      if (/\S\s+#/.test(text))
        tell(
          'comment-behind',
          `What stands behind \`${text.trim().split(/\s+#/)[0] ?? ''}\` is part of the pattern, which so matches nothing: put the comment on a line of its own.`,
        );
      else if (negated && !excludes)
        tell(
          'without-effect',
          `\`${text.trim()}\` takes in what nothing before it keeps out: an exception has to stand behind the pattern that it is taken from.`,
        );
      else if (!negated && seen.get(pattern) !== undefined)
        tell('without-effect', `\`${text.trim()}\` says again what line ${seen.get(pattern) ?? 0} says.`);
      else if (wants('matches-nothing') && matchesNothing(file, pattern))
        tell('matches-nothing', `\`${text.trim()}\` matches nothing that lies in the build context now.`);
      if (negated) seen.clear();
      else {
        excludes = true;
        seen.set(pattern, index + 1);
      }
    }
  },

  invalid: [
    {
      text: '!keep\n.git # the history\n*.log\n*.log\n[a\n',
      files: { 'a.log': '' },
      lines: [1, 2, 4, 5],
      variants: ['without-effect', 'comment-behind', 'without-effect', 'invalid'],
    },
    { text: 'old\n', files: { 'app.js': '' }, lines: [1], variants: ['matches-nothing'] },
  ],
  valid: [
    { text: '# all\n*\n!src\n!*.md\n', files: { 'src/a': '', 'a.md': '' } },
    { text: '*.log\n!keep.log\n*.log\n', files: { 'a.log': '', 'keep.log': '' } },
  ],
});

/** The files of the context are known, and none of them is meant. */
function matchesNothing({ around }: IgnoreFile, pattern: string): boolean {
  const all = around.context?.list() ?? null;
  if (all === null) return false;
  const { ignores } = createIgnore([pattern]);
  return !all.some(({ path }) => ignores(path));
}
