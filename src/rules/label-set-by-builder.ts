import { defineRule } from '../lint/index.ts';
import { labelsOf, removeLabel } from './labels/stage-labels.ts';

/** docs.docker.com/build/building/variables, BUILDX_GIT_LABELS: `1` writes the first two, `full` the third as well. */
const GENERATED: Readonly<Record<string, string>> = {
  'org.opencontainers.image.revision': 'revision',
  'com.docker.image.source.entrypoint': 'revision',
  'org.opencontainers.image.source': 'source',
};

export const labelSetByBuilder = defineRule({
  id: 'label-set-by-builder',
  title: 'Labels that the builder writes are left to it',
  why: 'A commit that is written into the file is always the one before: Buildx knows the right one (`BUILDX_GIT_LABELS=1`) and writes it itself.',
  remedy:
    'Leave the label out and build with `BUILDX_GIT_LABELS=1`, or pass the commit in by a build argument.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/labels/no-buildx-git-overlap'] },
  variants: {
    fixed: { aliases: { tally: ['tally/labels/no-buildx-git-overlap'] } },
    // from a build argument, or an address that seldom changes: right enough without Buildx's setting
    passed: { aliases: { tally: ['tally/labels/no-buildx-git-overlap'] }, recommended: false },
  },
  links: ['https://docs.docker.com/build/building/variables/#buildx_git_labels'],

  stage(stage, { report }) {
    if (!stage.ships) return;
    for (const label of labelsOf(stage)) {
      const kind = Object.hasOwn(GENERATED, label.name) ? GENERATED[label.name] : undefined;
      if (kind === undefined) continue;
      const isFixed = kind === 'revision' && !/\$[\w{]/.test(label.raw ?? '');
      report({
        at: label.nameRange,
        variant: isFixed ? 'fixed' : 'passed',
        message: isFixed
          ? `The label \`${label.name}\` is out of date with the next commit; Buildx writes the right one with BUILDX_GIT_LABELS=1.`
          : `Buildx writes the label \`${label.name}\` itself where BUILDX_GIT_LABELS is set.`,
        ...(isFixed ? { fix: () => removeLabel(label) } : {}),
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nLABEL a=b org.opencontainers.image.revision=2dbfae9\n',
      lines: [2],
      variants: ['fixed'],
      fixed: 'FROM debian:13\nLABEL a=b\n',
    },
    {
      text: 'FROM debian:13\nARG REF\nLABEL org.opencontainers.image.revision=$REF org.opencontainers.image.source=https://x.dev\n',
      lines: [3, 3],
      variants: ['passed', 'passed'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nLABEL org.opencontainers.image.title=a\n' },
    { text: 'FROM debian:13 AS a\nLABEL org.opencontainers.image.revision=2dbfae9\nFROM debian:13\n' },
  ],
});
