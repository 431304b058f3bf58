import { defineRule } from '../lint/index.ts';

const HADOLINT = /^#\s*hadolint\s+(?:global\s+)?ignore\s*=/;
const OTHERS =
  /^#\s*(?:check\s*=.*\bskip\s*=|checkov:skip=|trivy:ignore:|tfsec:ignore|kics-scan\s+(?:ignore|disable)|tally\s+(?:global\s+)?ignore\s*=|shipshape[\s:-]+(?:ignore|disable)|dockle:ignore)/i;

export const noInlineIgnore = defineRule({
  id: 'no-inline-ignore',
  title: 'No comments that silence checks',
  why: 'Where findings are to be decided in one place, a comment that silences one takes the decision away from there.',
  remedy: 'Mend the finding, or switch the rule off for the file in `shipshape.yaml`.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  recommended: false,
  weight: 0,
  aliases: { hadolint: ['DL1001'] },
  variants: {
    hadolint: { recommended: false, aliases: { hadolint: ['DL1001'] } },
    other: { recommended: false, aliases: {} },
  },
  links: ['https://github.com/hadolint/hadolint#inline-ignores'],

  dockerfile({ tree }, { report }) {
    for (const node of tree.nodes) {
      if (node.kind !== 'comment' && node.kind !== 'directive') continue;
      const text = tree.source.slice(node.range.start, node.range.end).trim();
      const isHadolint = HADOLINT.test(text);
      if (!isHadolint && !OTHERS.test(text)) continue;
      report({
        at: node.range,
        variant: isHadolint ? 'hadolint' : 'other',
        message:
          'A comment silences a check here, which the project does not want: mend what it finds, or decide in the configuration.',
      });
    }
  },

  invalid: [
    { text: '# hadolint ignore=DL3003\nRUN foo bar\n', lines: [1], variants: ['hadolint'] },
    {
      text: '# check=skip=JSONArgsRecommended\nFROM debian:13\n#checkov:skip=CKV_DOCKER_3: no\nCMD a\n',
      lines: [1, 3],
      variants: ['other', 'other'],
    },
  ],
  valid: [
    { text: '# hadolint shell=powershell\nRUN foo bar\n' },
    { text: '# check=error=true\nFROM debian:13\n' },
  ],
});
