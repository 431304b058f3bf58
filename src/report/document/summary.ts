import { change, seconds, size } from '../numbers.ts';
import { andList, counted } from './markdown.ts';
import type { Section, SectionFacts } from './facts.ts';

/** A difference that the summary may speak of: where the two look the same, there is nothing to say. */
function compared(before: number | null, after: number | null, format: (value: number) => string) {
  if (before === null || after === null) return null;
  const told = change(before, after, format);
  return told && { ...told, before: format(before), after: format(after) };
}

export const summary: Section = (facts) => {
  const { result } = facts;
  return [verdict(facts), ...numbers(facts), ...(result.contract.met === null ? [] : [contract(facts)])].join(
    ' ',
  );
};

function verdict({ result, document: { written } }: SectionFacts): string {
  const made = result.changes.filter(({ outcome }) => ['kept', 'weakened', 'unproven'].includes(outcome));
  const dropped = result.changes.filter(({ outcome }) => outcome === 'dropped');
  const left =
    dropped.length === 0
      ? ''
      : `, and ${counted(dropped.length, 'other')} did not hold and ${dropped.length === 1 ? 'was' : 'were'} left out`;
  if (result.status === 'already-good')
    return 'Nothing had to be changed: all changes that Shipshape knows are made already, or do not fit.';
  if (made.length === 0) return `No change was made${left}.`;
  const files = counted(result.files.length, 'file');
  return `${counted(made.length, 'change')} in ${files} ${written ? (made.length === 1 ? 'was' : 'were') : made.length === 1 ? 'is' : 'are'} ${written ? 'made' : 'proposed'}${left}.`;
}

function numbers({ result: { before, after } }: SectionFacts): string[] {
  const image = compared(before.size.uncompressed, after.size.uncompressed, size);
  const edit = compared(before.build.sourceEdit, after.build.sourceEdit, seconds);
  const cold = compared(before.build.cold, after.build.cold, seconds);
  const parts = [
    image &&
      `The image ${image.better ? 'shrank' : 'grew'} from ${image.before} to ${image.after} (${image.text}).`,
    edit &&
      `A rebuild after a source edit takes ${edit.better ? `${edit.after} instead of ${edit.before}` : `longer: ${edit.after} instead of ${edit.before}`}.`,
    cold && !cold.better && `A build from nothing takes longer: ${cold.after} instead of ${cold.before}.`,
    score(before.score, after.score),
  ];
  return parts.filter((part) => typeof part === 'string');
}

function score(
  before: SectionFacts['result']['before']['score'],
  after: SectionFacts['result']['after']['score'],
): string | null {
  if (before.points === null || after.points === null) return null;
  const told = ({ points, grade }: typeof before) => `${points} (${grade})`;
  if (before.points === after.points) return `The security score is ${told(after)} of 100.`;
  const verb = after.points > before.points ? 'rose' : 'fell';
  return `The security score ${verb} from ${told(before)} to ${told(after)} of 100.`;
}

function contract({ result }: SectionFacts): string {
  const { contract, proof, status } = result;
  const asked = contract.probes.length;
  if (status === 'already-good' || status === 'not-improvable')
    return 'It was built, run and measured as it is.';
  const engine = 'Original and result were built and run side by side';
  if (proof === 'answers' && asked > 0) {
    const equal = contract.probes.filter((probe) => probe.equal).length;
    const told =
      equal < asked
        ? `${equal} of ${counted(asked, 'request')}`
        : asked === 1
          ? 'the one request'
          : `all ${asked} requests`;
    return `${engine}: ${andList([`the result answered ${told} as the original did`, ...others(result)])}.`;
  }
  if (proof === 'answers') return `${engine}: the result's output and exit code are those of the original.`;
  if (proof === 'stays-up')
    return `${engine}: the result starts and stays up; nothing was asked of it, since it answers no HTTP.`;
  return `${engine}.`;
}

function others({ verification: { after } }: SectionFacts['result']): string[] {
  return [
    ...(after?.health === 'healthy' ? ['its health check passed'] : []),
    ...(after !== null && [0, 143].includes(after.stopExitCode ?? -1)
      ? ['it stopped by itself when asked to']
      : []),
  ];
}
