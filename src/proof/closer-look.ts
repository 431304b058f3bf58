import type { Difference } from '../model/result.ts';
import { learnBody, learnLines } from './compare/index.ts';
import type { Contract, RunRecord } from './contract.ts';
import type { Original } from './original-again.ts';
import type { Ran } from './run-record.ts';

/** Differences that the original itself may show, and what it takes to see whether it does. */
interface Look {
  /** fields of the contract */
  fields: RegExp;
  at: (original: Original) => Promise<Ran | null>;
  /** the contract without what that run of the original does otherwise */
  allow: (contract: Contract, seen: RunRecord) => Contract;
}

const LOOKS: readonly Look[] = [
  {
    // frameworks write an id of the build into their pages, jobs the time of it
    fields: / body$|^output$/,
    at: ({ runRebuilt }) => runRebuilt(),
    allow: withAnotherBuild,
  },
  {
    // a busy machine makes programs late
    fields: /^(start time|time to stop)$/,
    at: ({ runAgain }) => runAgain(),
    allow: withLaterRun,
  },
];

/**
 * Looks at the original once more when all that differs is of a kind that it may show itself.
 * @returns the contract, without what the original was seen to do otherwise now
 */
export async function lookCloser(
  contract: Contract,
  differences: readonly Difference[],
  original: Original,
): Promise<Contract> {
  const found = differences.map(({ field }) => LOOKS.find(({ fields }) => fields.test(field)));
  let fair = contract;
  for (const look of new Set(found)) {
    if (look === undefined || found.includes(undefined)) return contract;
    const ran = await look.at(original);
    if (ran === null || ran.failure !== null) return contract;
    fair = look.allow(fair, ran.record);
  }
  return fair;
}

/** What another build of the original says otherwise asks nothing of a result; nor does what its own two runs did. */
function withAnotherBuild(contract: Contract, anew: RunRecord): Contract {
  const [first, second] = contract.runs;
  const probes = contract.probes.map((probe, index) => {
    const [again, built] = [second.probes[index], anew.probes[index]];
    if (again === undefined || built?.method !== probe.method || built.path !== probe.path) return probe;
    return { ...probe, body: learnBody(probe.before, again.answer, built.answer) };
  });
  return { ...contract, probes, output: learnLines(first.stdout, second.stdout, anew.stdout) };
}

/** The contract as if its second run had taken as long as this one of the same image. */
function withLaterRun(contract: Contract, later: RunRecord): Contract {
  const [first, second] = contract.runs;
  const slower = (a: number | null, b: number | null) => (a === null || b === null ? a : Math.max(a, b));
  const startMs = slower(second.startMs, later.startMs);
  const stopMs = slower(second.stopMs, later.stopMs);
  return { ...contract, runs: [first, { ...second, startMs, stopMs }] };
}
