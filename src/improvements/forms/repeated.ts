import { is } from '../../model/stages.ts';
import { removeFlag, removeInstruction, type Instruction } from '../../syntax/dockerfile/index.ts';
import { type Edit } from '../../syntax/text.ts';
import type { Form } from './form.ts';

/** BuildKit's MultipleInstructionsDisallowed: of several CMD, ENTRYPOINT or HEALTHCHECK in a stage the last one counts. */
export const repeatedInstructions: Form = {
  evidence: 'of several CMD, ENTRYPOINT or HEALTHCHECK in a stage only the last one counts',
  edits: (tree) =>
    tree.stages.flatMap(({ instructions }) =>
      ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].flatMap((keyword) =>
        instructions
          .filter((one) => is(one, keyword))
          .slice(0, -1)
          .flatMap((one) => removeInstruction(tree, one)),
      ),
    ),
};

/** BuildKit's RedundantTargetPlatform: a base is for the target's platform anyway. */
export const targetPlatform: Form = {
  evidence: '`--platform=$TARGETPLATFORM` says what is so anyway',
  edits(tree) {
    // an ARG of that name with a value of its own takes the built-in one's place
    if (tree.globalArgs.some(({ argument }) => /\bTARGETPLATFORM=/.test(argument))) return [];
    return tree.stages
      .filter(({ platform }) => /^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform ?? ''))
      .flatMap(({ from }) => removeFlag(from, 'platform'));
  },
};

/** BuildKit's NoEmptyContinuation: blank lines within an instruction, which it skips with a warning. */
export const emptyContinuations: Form = {
  evidence: 'blank lines stood within continued instructions',
  edits: (tree) => tree.instructions.flatMap((one) => blankLines(tree.source, one)),
};

function blankLines(source: string, { range, heredocs }: Instruction): Edit[] {
  const end = Math.min(range.end, ...heredocs.map(({ bodyRange }) => bodyRange.start));
  const text = source.slice(range.start, end);
  return [...text.matchAll(/(?<=\n)[ \t]*\r?\n/g)].map(({ 0: line, index }) => ({
    range: { start: range.start + index, end: range.start + index + line.length },
    text: '',
  }));
}
