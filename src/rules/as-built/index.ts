/** What `docker build` goes through, and what it does not: the questions that all of BuildKit's own checks ask. */
import type { InstructionFacts, StageFacts } from '../../lint/index.ts';

/** A build of this file carries it out: it is no trigger of ONBUILD, and stands in a stage that is asked for. */
export const isBuilt = ({ place, stage }: InstructionFacts): boolean =>
  !place.isTrigger && stage !== null && stage.isAsked;

/** What ONBUILD of the stage's parent does in it; BuildKit looks at that only in stages that the target needs. */
export const triggeredIn = (stage: StageFacts, ...keywords: string[]): InstructionFacts[] =>
  stage.isUsed ? stage.triggered.filter(({ keyword }) => keywords.includes(keyword)) : [];
