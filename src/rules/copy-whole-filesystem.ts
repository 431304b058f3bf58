import { defineRule } from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';

export const copyWholeFilesystem = defineRule({
  id: 'copy-whole-filesystem',
  title: 'No copy of a whole root file system',
  why: '`COPY --from=… / /` brings all that the other stage holds: its tools, caches and whatever secrets it was given. Only to flatten an image it is of use.',
  remedy: 'Copy the folders and files that the program needs.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 2,
  aliases: { hadolint: ['DL3067'] },
  variants: {
    over: { aliases: { hadolint: ['DL3067'] } },
    /** into an empty image, which leaves out the layers' history */
    flattened: { aliases: { hadolint: ['DL3067'] }, recommended: false },
  },
  links: ['https://docs.docker.com/build/building/multi-stage/'],

  instructions: {
    COPY(copy, { report }) {
      const reading = copySources(copy.node);
      if (reading?.from == null || reading.destination.value !== '/') return;
      const root = reading.sources.find(({ value }) => value === '/');
      if (root === undefined) return;
      report({
        at: copy.inFirstLine(root.range),
        variant: copy.stage?.rootBase?.isScratch === true ? 'flattened' : 'over',
        message: `All of \`${reading.from}\` is copied, its tools and caches too: copy only what the program needs.`,
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13 AS build\nFROM debian:13\nCOPY --from=build / /\n',
      lines: [3],
      variants: ['over'],
    },
    { text: 'FROM debian:13 AS b\nFROM scratch\nCOPY --from=b / /\n', lines: [3], variants: ['flattened'] },
  ],
  valid: [
    { text: 'FROM debian:13 AS b\nFROM debian:13\nCOPY --from=b / /rootfs\nCOPY --from=b /app /\n' },
    { text: 'FROM debian:13\nCOPY / /\n' },
  ],
});
