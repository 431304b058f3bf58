import { defineRule, type StageFacts } from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';

/** What puts a file into a stage. */
const WRITES = new Set(['COPY', 'ADD', 'RUN', 'WORKDIR']);

export const copyFromEmptyStage = defineRule({
  id: 'copy-from-empty-stage',
  title: 'No COPY from a stage without files',
  why: 'A stage that starts from scratch and brings nothing in is empty: whatever is copied from it is not there, and the build fails.',
  remedy: 'Copy from the stage that holds the files.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/copy-from-empty-scratch-stage'] },
  links: ['https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch'],

  dockerfile(file, { report }) {
    const empty = new Set<StageFacts>();
    for (const stage of file.stages) {
      for (const copy of stage.instructions) {
        const from = copy.keyword === 'COPY' ? copySources(copy.node)?.from : undefined;
        const source = from == null ? null : file.stageNamed(from, stage.index);
        if (from == null || source === null || !empty.has(source)) continue;
        report({
          at: copy.inFirstLine(copy.node.flags.find(({ name }) => name === 'from')?.range ?? copy.at),
          message: `The stage \`${from}\` starts from scratch and holds no file, so there is nothing to copy: name the stage that holds it.`,
        });
      }
      const startsEmpty = stage.parent === null ? stage.base?.isScratch === true : empty.has(stage.parent);
      const isWritten = [...stage.triggered, ...stage.instructions].some(
        ({ keyword, place }) => WRITES.has(keyword) && !place.isTrigger,
      );
      if (startsEmpty && !isWritten) empty.add(stage);
    }
  },

  invalid: [
    {
      text: 'FROM scratch AS a\nLABEL x=y\nFROM a AS b\nFROM debian:13\nCOPY --from=b /x /x\n',
      lines: [5],
    },
  ],
  valid: [
    { text: 'FROM scratch AS a\nCOPY x /x\nFROM debian:13\nCOPY --from=a /x /x\n' },
    { text: 'FROM scratch AS a\nADD x.tar /\nFROM a AS b\nFROM debian:13\nCOPY --from=b /x /x\n' },
  ],
});
