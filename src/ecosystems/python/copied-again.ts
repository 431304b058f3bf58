import type { Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import { copySources, type Instruction, type Stage } from '../../syntax/dockerfile/index.ts';
import { absoluteIn, sourceCopy } from '../source-copy.ts';
import { isSourceCopy } from '../stage-text.ts';
import type { Sorted } from './sort-steps.ts';

/** Manifests that were copied for an installation, and that come along with all of the source afterwards. */
export function isCopiedAgain(setup: Setup, stage: Stage, one: Instruction, { builder }: Sorted): boolean {
  const reading = builder.includes(one) && isSourceCopy(one) ? copySources(one) : null;
  if (reading === null || one.flags.length > 0) return false;
  const target = absoluteIn(stage, one, reading.destination?.value ?? '');
  const after = stage.instructions.slice(stage.instructions.indexOf(one) + 1);
  const whole = after.find((other) => {
    const copy = sourceCopy(stage, other, setup.facts.context);
    const [only, ...others] = reading.sources;
    const isSame = (others.length === 0 ? [`${copy?.target}/${only?.value}`, copy?.target] : [copy?.target])
      .map((path) => path?.replaceAll(/\/(\.\/)*/g, '/'))
      .includes(target);
    return copy?.source === '' && isSame;
  });
  // a step before that copy may read them
  const between = after.slice(0, whole === undefined ? 0 : after.indexOf(whole));
  return (
    whole !== undefined &&
    reading.sources.every(({ value }) => /^(\.\/)?[\w.*-]+$/.test(value)) &&
    between.every((other) => !is(other, 'RUN') || builder.includes(other))
  );
}
