import { defineRule } from '../lint/index.ts';
import { removeInstruction } from '../syntax/dockerfile/index.ts';

const KEYWORDS = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const;

export const repeatedInstruction = defineRule({
  id: 'repeated-instruction',
  title: 'One CMD, ENTRYPOINT and HEALTHCHECK in a stage',
  why: 'Only the last one of a stage counts. An earlier one does nothing, and whoever reads it may think that it runs.',
  remedy: 'Take the earlier ones out.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    hadolint: ['DL4003', 'DL4004', 'DL3012'],
    buildkit: ['MultipleInstructionsDisallowed'],
    trivy: ['DS-0016', 'DS-0007', 'DS-0023'],
    kics: ['41c195f4-fc31-4a5c-8a1b-90605538d49f', '6938958b-3f1a-451c-909b-baeee14bdc97'],
  },
  variants: {
    cmd: {
      aliases: {
        hadolint: ['DL4003'],
        buildkit: ['MultipleInstructionsDisallowed'],
        trivy: ['DS-0016'],
        kics: ['41c195f4-fc31-4a5c-8a1b-90605538d49f'],
      },
    },
    entrypoint: {
      aliases: {
        hadolint: ['DL4004'],
        buildkit: ['MultipleInstructionsDisallowed'],
        trivy: ['DS-0007'],
        kics: ['6938958b-3f1a-451c-909b-baeee14bdc97'],
      },
    },
    healthcheck: {
      aliases: {
        hadolint: ['DL3012'],
        buildkit: ['MultipleInstructionsDisallowed'],
        trivy: ['DS-0023'],
      },
    },
  },
  links: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],

  dockerfile({ tree, stages }, { report }) {
    for (const stage of stages) {
      if (!stage.isAsked) continue;
      const run = [
        ...(stage.isUsed ? stage.triggered : []),
        ...stage.instructions.filter(({ place }) => !place.isTrigger),
      ];
      for (const keyword of KEYWORDS)
        for (const one of run.filter((each) => each.keyword === keyword).slice(0, -1))
          report({
            at: one.inFirstLine(one.at),
            variant: keyword.toLowerCase(),
            message: `This ${keyword} does nothing: a later one in the same stage takes its place. Take it out.`,
            fix: () => (one.place.triggeredBy === null ? removeInstruction(tree, one.node) : null),
          });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nCMD ["a"]\nENTRYPOINT ["b"]\nCMD ["c"]\nENTRYPOINT ["d"]\n',
      lines: [2, 3],
      variants: ['cmd', 'entrypoint'],
      fixed: 'FROM debian:13\nCMD ["c"]\nENTRYPOINT ["d"]\n',
    },
    {
      text: 'FROM debian:13\nHEALTHCHECK NONE\nHEALTHCHECK CMD true\n',
      lines: [2],
      variants: ['healthcheck'],
      fixed: 'FROM debian:13\nHEALTHCHECK CMD true\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\n' },
    { text: 'FROM debian:13\nONBUILD CMD ["a"]\nCMD ["b"]\n' },
  ],
});
