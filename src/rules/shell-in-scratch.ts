import { defineRule, type StageFacts } from '../lint/index.ts';

export const shellInScratch = defineRule({
  id: 'shell-in-scratch',
  title: 'No shell where there is none',
  why: 'The empty image has no shell. A RUN in the shell form fails there before it begins.',
  remedy: 'Run it in a stage that has a shell, and copy what comes out.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/shell-run-in-scratch'] },
  links: ['https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch'],

  dockerfile({ stages }, { report }) {
    /** stages into which nothing has been copied that could be a shell */
    const bare = new Set<StageFacts>();
    for (const stage of stages) {
      let isBare = stage.parent === null ? stage.base?.isScratch === true : bare.has(stage.parent);
      for (const one of [...stage.triggered, ...stage.instructions]) {
        if (!isBare) break;
        if (one.place.isTrigger) continue;
        if (one.keyword === 'COPY' || one.keyword === 'ADD') isBare = false;
        // a mount may bring one, and a program of its own needs none
        if (one.keyword !== 'RUN' || one.node.json !== null || one.mounts.length > 0) continue;
        if (one.node.heredocs[0]?.body.startsWith('#!') === true) continue;
        report({
          at: one.at,
          message:
            'This RUN needs a shell, and there is none in the empty image: run it in a stage that has one.',
        });
      }
      if (isBare) bare.add(stage);
    }
  },

  invalid: [
    { text: 'FROM scratch\nRUN mkdir /app\n', lines: [2] },
    { text: 'FROM scratch AS a\nFROM a\nRUN echo\n', lines: [3] },
  ],
  valid: [
    { text: 'FROM scratch\nADD rootfs.tar.gz /\nRUN mkdir /app\n' },
    { text: 'FROM scratch\nRUN ["/app"]\n' },
    { text: 'FROM debian:13\nRUN mkdir /app\n' },
  ],
});
