import type { Grade, LostPoints, ScoreResult } from '../model/result.ts';
import { CRITERIA } from './criteria.ts';
import type { ScoreFacts } from './facts.ts';

/** Of the formula. A change of criteria, weights or grades is a new version: scores of two versions do not compare. */
export const SCORE_VERSION = 1;

/** The least points of each grade. */
export const GRADES: readonly [Grade, number][] = [
  ['Excellent', 85],
  ['Good', 70],
  ['Fair', 50],
  ['Poor', 0],
];

/** Changes whose effect a criterion looks at already: one gap is not charged twice. */
const COVERED = new Set(
  [
    'user pinned-base ignore-file compose-environment no-new-privileges capabilities read-only limits',
    'health-check compose-health',
  ].flatMap((ids) => ids.split(' ')),
);

/** The most that changes which would still apply cost together, one point each. */
export const MOST_FOR_FINDINGS = 8;

/**
 * The security score: 100 less what each criterion takes, never below 0. Better facts never give fewer points. What it
 * cannot see (known vulnerabilities, the program's own code, …) is in docs/score.md.
 */
export function scoreOf(facts: ScoreFacts): Required<ScoreResult> {
  const lost = [
    ...CRITERIA.flatMap(({ id, lost }): LostPoints[] => {
      const told = lost(facts);
      return told === null ? [] : [{ id, ...told }];
    }),
    ...findings(facts),
  ].sort((a, b) => b.points - a.points);
  const points = Math.max(0, 100 - lost.reduce((sum, one) => sum + one.points, 0));
  const grade = GRADES.find(([, least]) => points >= least)?.[0] ?? 'Poor';
  return { version: SCORE_VERSION, points, grade, lost };
}

const findings = (facts: ScoreFacts): LostPoints[] =>
  facts.findings
    .filter(({ id }) => !COVERED.has(id))
    .slice(0, MOST_FOR_FINDINGS)
    .map(({ id, title }) => ({ id: `change:${id}`, points: 1, what: `not done yet: ${title}` }));
