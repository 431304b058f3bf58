import type { ChangeResult } from '../../model/result.ts';
import { block, list } from './markdown.ts';
import type { Section } from './facts.ts';

/** What was tried and did not hold, in the words of the logs. */
export const triedAndDropped: Section = ({ result }) => {
  const tried = result.changes.filter(({ outcome }) => outcome === 'dropped' || outcome === 'weakened');
  if (tried.length === 0) {
    const proposed = result.changes.some(({ outcome }) => outcome === 'kept');
    return proposed && result.contract.met !== null ? 'Nothing: every change held as it was proposed.' : null;
  }
  return tried.map(told).join('\n\n');
};

function told({ title, outcome, rung, evidence }: ChangeResult): string {
  const end =
    outcome === 'dropped' ? 'left out' : `taken in a milder form${rung === null ? '' : ` (${rung})`}`;
  const reasons = evidence.filter((line) => !line.startsWith('  '));
  const log = evidence.filter((line) => line.startsWith('  ')).map((line) => line.trim());
  return [
    `**${title}**: ${end}.`,
    ...(reasons.length === 0 ? [] : [list(reasons)]),
    ...(log.length === 0 ? [] : [block(log)]),
  ].join('\n\n');
}

/** What was looked at and not needed, each with its reason. */
export const leftAlone: Section = ({ result }) => {
  const left = result.changes.filter(({ outcome }) => outcome === 'not-needed');
  return left.length === 0
    ? null
    : list(left.map(({ title, evidence }) => `**${title}**: ${evidence.join('; ')}.`));
};
