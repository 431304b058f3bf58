import type { ChangeResult } from '../../model/result.ts';
import { block, code, counted, list } from './markdown.ts';
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

/** How a reason begins that says that a project has nothing of the kind. */
const NOTHING_OF_IT =
  /^((no|none|nobody|nothing)\b(?! (way|address|slimmer|program))|there is no\b|it (installs|reads|takes|adds|starts|has) (no|nothing)\b|its last stage installs no|the (project|image|compose file) (has|says) (no|nothing)\b|CMD does not start gunicorn|bases are pinned by their tags)/;
/** How one reads that says that it is done already, by the project itself. */
const DONE_ALREADY =
  /\balready\b|^(there (is one|are limits)|it is set\b|it shows every|it stands on|every variable|an unprivileged user is set|the (environment|ignore file) (holds|leaves|says)|compose (says|sets)|the check and its times are|its own command stays|its base (sets|starts))/;

/**
 * What was looked at and not needed: by its reason where there is something that stays as it is, by its name where it is
 * done already, and only counted where the project has nothing of the kind.
 */
export const leftAlone: Section = ({ result }) => {
  const left = result.changes.filter(({ outcome }) => outcome === 'not-needed');
  const isReason = (pattern: RegExp) => (one: ChangeResult) =>
    one.evidence.length > 0 && one.evidence.every((reason) => pattern.test(reason));
  const absent = left.filter(isReason(NOTHING_OF_IT));
  const done = left.filter((one) => !absent.includes(one) && isReason(DONE_ALREADY)(one));
  const others = left.filter((one) => !absent.includes(one) && !done.includes(one));
  const lines = [
    ...others.map(({ title, evidence }) => `**${title}**: ${evidence.join('; ')}.`),
    ...(done.length === 0 ? [] : [`Done already: ${done.map(({ title }) => title).join('; ')}.`]),
    ...(absent.length === 0
      ? []
      : [
          `${counted(absent.length, 'more change')} found nothing of the kind here; ${code('shipshape improve')} names them with their reasons.`,
        ]),
  ];
  return lines.length === 0 ? null : list(lines);
};
