import { defineRule, type InstructionFacts } from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';
import { nearestName } from './names/nearest.ts';

const HADOLINT = { hadolint: ['DL3022'] };

export const copyFromUnknownStage = defineRule({
  id: 'copy-from-unknown-stage',
  title: 'COPY --from what there is',
  why: 'What `--from` names and no stage above carries is taken for an image at Docker Hub: at best the build fails, at worst somebody else’s image is copied from.',
  remedy: 'Name a stage above, or an image with its tag.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: HADOLINT,
  variants: {
    /** a stage below this one, or a number without a stage */
    later: { aliases: HADOLINT },
    /** nearly the name of a stage */
    misspelt: { aliases: HADOLINT },
    /** it may be an image without a tag, or a context that is given to the build */
    'bare-name': { aliases: HADOLINT, recommended: false },
  },
  links: [
    'https://docs.docker.com/reference/dockerfile/#copy---from',
    'https://docs.docker.com/reference/cli/docker/buildx/build/#build-context',
  ],

  dockerfile(file, { report }) {
    const names = file.stages.flatMap(({ name }) => name ?? []);
    for (const copy of file.instructions) {
      const from = copy.keyword === 'COPY' ? copySources(copy.node)?.from : undefined;
      if (from == null || from.includes('$') || copy.place.isTrigger || isOwn(copy, from)) continue;
      const index = copy.stage?.index ?? 0;
      if (file.stageNamed(from, index) !== null) continue;
      const at = copy.inFirstLine(copy.node.flags.find(({ name }) => name === 'from')?.range ?? copy.at);
      const later = file.stageNamed(from);
      if (later !== null || /^\d+$/.test(from)) {
        const where = later === null ? 'there is no stage of that number' : 'that stage stands further down';
        report({ at, variant: 'later', message: `\`--from=${from}\` cannot be copied from: ${where}.` });
        continue;
      }
      if (/[:@/.]/.test(from)) continue;
      const nearest = nearestName(from, names.slice(0, 200));
      report({
        at,
        variant: nearest === null ? 'bare-name' : 'misspelt',
        message: `No stage above is called \`${from}\`, so an image of that name is looked for: ${nearest === null ? 'write its tag, or name a stage' : `perhaps \`${nearest}\` was meant`}.`,
      });
    }
  },

  invalid: [
    { text: 'FROM debian:13\nCOPY --from=b /a /b\nFROM debian:13 AS b\n', lines: [2], variants: ['later'] },
    { text: 'FROM debian:13\nCOPY --from=3 /a /b\n', lines: [2], variants: ['later'] },
    {
      text: 'FROM debian:13 AS builder\nFROM debian:13\nCOPY --from=build /a /b\n',
      lines: [3],
      variants: ['misspelt'],
    },
    { text: 'FROM debian:13\nCOPY --from=busybox /a /b\n', lines: [2], variants: ['bare-name'] },
  ],
  valid: [
    { text: 'FROM debian:13 AS a\nFROM debian:13\nCOPY --from=A /a /b\nCOPY --from=0 /a /b\n' },
    { text: 'FROM debian:13\nCOPY --from=busybox:1.37 /a /b\nCOPY --from=ghcr.io/a/b /a /b\n' },
    { text: 'FROM debian:13\nCOPY --from=$STAGE /a /b\n' },
  ],
});

const isOwn = ({ stage }: InstructionFacts, from: string): boolean =>
  stage !== null &&
  stage.from !== null &&
  (from.toLowerCase() === stage.name || from === String(stage.index));
