import type { Grade, LostPoints, ScoreResult } from '../model/result.ts';
import { CRITERIA } from './criteria.ts';
import type { ScoreFacts } from './facts.ts';

/** Of the formula. A change of criteria, weights or grades is a new version: scores of two versions do not compare. */
export const SCORE_VERSION = 2;

/** The least points of each grade. */
export const GRADES: readonly [Grade, number][] = [
  ['Excellent', 85],
  ['Good', 70],
  ['Fair', 50],
  ['Poor', 0],
];

/** Rules whose fault a criterion looks at already, in the running container or in the image: one gap is not charged twice. */
const COVERED = new Set(
  [
    'run-as-non-root healthcheck-missing build-tools-in-final-stage runtime-packages-only setuid-files',
    'pin-base-image-version avoid-latest-tag pin-base-image-digest secret-in-arg-or-env secret-file-copied',
    'compose-privileged compose-docker-socket compose-host-namespace compose-drop-capabilities',
    'compose-no-new-privileges compose-read-only-root compose-resource-limits compose-healthcheck-missing',
    'compose-hardcoded-secret dockerignore-missing dockerignore-secrets',
  ].flatMap((ids) => ids.split(' ')),
);

/** The most that what `check` finds costs together. */
export const MOST_FOR_FINDINGS = 15;

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

/** Each rule once, by its weight, the weightiest first. */
function findings(facts: ScoreFacts): LostPoints[] {
  let left = MOST_FOR_FINDINGS;
  return facts.findings
    .filter(({ id }) => !COVERED.has(id))
    .toSorted((a, b) => b.weight - a.weight)
    .flatMap(({ id, title, weight }) => {
      const points = Math.min(left, weight);
      left -= points;
      return points > 0 ? [{ id: `rule:${id}`, points, what: `\`check\` asks for it: ${title}` }] : [];
    });
}
