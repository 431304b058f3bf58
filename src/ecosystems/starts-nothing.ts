import { composeService } from '../model/compose-service.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { lowestBase } from './os/install-line.ts';

/** Official images of operating systems and languages: what they start is a shell or a prompt. */
const STARTS_A_PROMPT =
  /(^|\/)(python|node|debian|ubuntu|alpine|busybox|buildpack-deps|pypy|ruby|golang|rust|openjdk|eclipse-temurin)(:|@|$)/;

/**
 * Why a Dockerfile describes no program that starts: it names no start command where its base has but a prompt, or
 * adds nothing to its base. What is built on such an image, or runs in it by hand, is not known. Null where it starts
 * something, and where it was seen to run.
 */
export function startsNothing(setup: Setup): string | null {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  const service = composeService(setup);
  if (stage === null || setup.facts.run !== null) return null;
  if (service?.command != null || service?.entrypoint != null) return null;
  const own = chainOf(tree, stage).flatMap(({ instructions }) => instructions);
  if (own.some((one) => is(one, 'CMD', 'ENTRYPOINT'))) return null;
  if (!own.some((one) => is(one, 'RUN', 'COPY', 'ADD'))) return 'it adds nothing to its base';
  const base = lowestBase(tree, stage).replaceAll('"', '');
  return STARTS_A_PROMPT.test(base) ? 'it starts nothing of its own' : null;
}

/** A stage and those of the file that it stands on. */
function chainOf(tree: DockerfileTree, stage: Stage): Stage[] {
  const below = tree.stages
    .slice(0, stage.index)
    .findLast(({ name }) => name !== null && name === stage.base.toLowerCase());
  return below === undefined ? [stage] : [...chainOf(tree, below), stage];
}
