import { composeService } from '../model/compose-service.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { lowestBase } from './os/install-line.ts';
import { chainOf, isPlainBase } from './plain-base.ts';

/**
 * Why a Dockerfile describes no program that starts: it names no start command where its base has but a prompt, or
 * adds nothing to its base. What is built on such an image, or runs in it by hand, is not known. Null where it starts
 * something, and where it was seen to run.
 */
export function startsNothing(setup: Setup): string | null {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null || setup.facts.run !== null || hasOwnStart(setup)) return null;
  const own = chainOf(tree, stage).flatMap(({ instructions }) => instructions);
  if (!own.some((one) => is(one, 'RUN', 'COPY', 'ADD'))) return 'it adds nothing to its base';
  return isPlainBase(lowestBase(tree, stage)) ? 'it starts nothing of its own' : null;
}

/** The Dockerfile or its compose service says what is started. */
export function hasOwnStart(setup: Setup): boolean {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  const service = composeService(setup);
  if (stage === null || service?.command != null || service?.entrypoint != null) return true;
  return chainOf(tree, stage).some(({ instructions }) =>
    instructions.some((one) => is(one, 'CMD', 'ENTRYPOINT')),
  );
}
