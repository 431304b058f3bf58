import { defineRule } from '../lint/index.ts';

export const duplicateStageName = defineRule({
  id: 'duplicate-stage-name',
  title: 'Each stage with a name of its own',
  why: 'Of two stages with one name the later one hides the earlier, so that `COPY --from` and `--target` may take another stage than was meant.',
  remedy: 'Rename one of them, and what refers to it.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {
    hadolint: ['DL3024'],
    buildkit: ['DuplicateStageName'],
    trivy: ['DS-0012'],
    kics: ['f2daed12-c802-49cd-afed-fe41d0b82fed'],
    checkov: ['CKV_DOCKER_11'],
  },
  links: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],

  dockerfile({ stages, positions }, { report }) {
    const first = new Map<string, number>();
    for (const { name, from } of stages) {
      if (name === null || from === null) continue;
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, from.node.range.start);
      else
        report({
          at: from.inFirstLine(from.node.words[2]?.range ?? from.at),
          message: `There is a stage \`${name}\` in line ${positions.lineOf(earlier)} already, which nobody can name any more: give this one another name.`,
        });
    }
  },

  invalid: [{ text: 'FROM debian:13 AS a\nFROM debian:12 AS A\n', lines: [2] }],
  valid: [{ text: 'FROM debian:13 AS a\nFROM debian:12 AS b\nFROM debian:12\n' }],
});
