import { ASPECTS } from './aspects.ts';
import type { Section } from './facts.ts';

/** What got better, each with before, after and benefit: only what this run saw to differ. */
export const keyImprovements: Section = (facts) => {
  const told = ASPECTS.flatMap((aspect) => aspect(facts) ?? []);
  if (told.length === 0) return null;
  return told
    .map(
      ({ title, before, after, benefit }) =>
        `**${title}**\n\n- Before: ${before}\n- After: ${after}\n- Benefit: ${benefit}`,
    )
    .join('\n\n');
};
