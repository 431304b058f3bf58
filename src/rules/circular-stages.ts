import {
  defineRule,
  readsFrom,
  type DockerfileFacts,
  type InstructionFacts,
  type StageFacts,
} from '../lint/index.ts';

interface Read {
  from: StageFacts;
  /** the instruction that reads, null for FROM */
  by: InstructionFacts | null;
}

export const circularStages = defineRule({
  id: 'circular-stages',
  title: 'No stages that need each other',
  why: 'Two stages that copy from each other cannot be built, neither first nor last: the builder refuses the file.',
  remedy: 'Move what both need into a stage of its own above them.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/circular-stage-deps'] },
  links: ['https://docs.docker.com/build/building/multi-stage/'],

  dockerfile(file, { report }) {
    for (const { by, from } of circlesIn(file)) {
      const at = by.node.flags.find(({ name }) => name === 'from' || name === 'mount')?.range ?? by.at;
      report({
        at: by.inFirstLine(at),
        message: `This closes a circle: the stage \`${from.name ?? from.index}\` needs the one in which it is read. Move what both need into a stage above them.`,
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13 AS a\nCOPY --from=b /x /x\nFROM debian:13 AS b\nCOPY --from=a /x /x\n',
      lines: [4],
    },
    { text: 'FROM debian:13 AS a\nRUN --mount=from=b,target=/b true\nFROM a AS b\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13 AS a\nFROM a AS b\nCOPY --from=a /x /x\n' },
    { text: 'FROM debian:13 AS a\nCOPY --from=a /x /x\n' },
  ],
});

/** The reads that lead back to a stage on the way to which they stand; a stage that reads itself is another finding. */
function circlesIn(file: DockerfileFacts): { from: StageFacts; by: InstructionFacts }[] {
  const reads = file.stages.map((stage) => readsOf(file, stage));
  const state: ('open' | 'done' | undefined)[] = [];
  const found: { from: StageFacts; by: InstructionFacts }[] = [];
  for (const start of file.stages) {
    // an explicit stack, for a chain of stages may be as long as the file
    const path: { stage: StageFacts; next: number; by: InstructionFacts | null }[] = [];
    const enter = (stage: StageFacts, by: InstructionFacts | null): void => {
      state[stage.index] = 'open';
      path.push({ stage, next: 0, by });
    };
    if (state[start.index] === undefined) enter(start, null);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const read = reads[top.stage.index]?.[top.next++];
      if (read === undefined) {
        state[top.stage.index] = 'done';
        path.pop();
      } else if (state[read.from.index] === undefined) enter(read.from, read.by);
      else if (state[read.from.index] === 'open' && read.from !== top.stage) {
        // a FROM is never what is wrong: the copy that led here is
        const by = read.by ?? path.findLast((step) => step.by !== null)?.by;
        if (by != null) found.push({ from: read.from, by });
      }
    }
  }
  return found;
}

function readsOf(file: DockerfileFacts, stage: StageFacts): Read[] {
  const reads: Read[] = stage.parent === null ? [] : [{ from: stage.parent, by: null }];
  for (const by of stage.instructions)
    for (const name of by.place.isTrigger ? [] : readsFrom(by)) {
      const from = file.stageNamed(name, stage.index) ?? file.stageNamed(name);
      if (from !== null) reads.push({ from, by });
    }
  return reads;
}
