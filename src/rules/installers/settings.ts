import { languageCallsIn, type InstructionFacts, type StageFacts } from '../../lint/index.ts';
import { lineage } from './stages.ts';

/** Finds where a stage is set up in some way first. */
type First = (stage: StageFacts) => number;

/** The first RUN of a stage that is such a one; to be made once, so that stages remember the answer. */
export const firstRun =
  (isSuch: (run: InstructionFacts) => boolean): First =>
  ({ instructions }) =>
    instructions.find((one) => one.keyword === 'RUN' && isSuch(one))?.place.index ?? Infinity;

/** The first RUN in which Bundler is told one of these settings (`bundle config set --local frozen true`). */
export const bundlerTold = (setting: RegExp): First =>
  firstRun((run) =>
    languageCallsIn(run).some(
      ({ tool, action, operands }) =>
        tool === 'bundle' &&
        action === 'configure' &&
        operands.some(({ value }) => setting.test(value ?? '')),
    ),
  );

/** Whether that was this instruction or one before it, in its stage or one that it starts from. */
export const isSetAt = ({ stage, place }: InstructionFacts, first: First): boolean =>
  lineage(stage).some((one) => one.once(first) <= place.index);
