import type { Difference } from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import { lookCloser } from './closer-look.ts';
import { compareContracts } from './compare-contracts.ts';
import type { Contract, RunRecord } from './contract.ts';
import type { Original } from './original-again.ts';
import { serviceRequest } from './service-request.ts';
import { lastLines, type Ran, type ServiceRequest } from './run-record.ts';
import { runService } from './run-service.ts';
import type { Session } from './session.ts';
import type { Failed } from './verdict.ts';

/** A run that was held against a contract. */
export interface RanAgainst {
  ran: Ran;
  request: ServiceRequest;
  record: RunRecord;
  /** why it does not meet the contract; null when it does */
  failure: Failed | null;
  /** what it was held against: the contract, without what a closer look at the original took from it */
  contract: Contract;
}

/**
 * Runs an image as its setup runs, with the requests of the contract, and compares. A busy machine makes programs
 * late: only what fails twice is held against it, and only what the original does not do itself at a closer look.
 */
export async function runAgainst(
  session: Session,
  setup: Setup,
  { tag, dir }: { tag: string; dir: string },
  contract: Contract,
  original: Original,
): Promise<RanAgainst> {
  const { kind, ports } = contract.runs[0];
  const request: ServiceRequest = {
    ...(await serviceRequest(session, setup, tag, dir, ports)),
    probes: askedOf(contract),
    expectsServer: kind === 'server' && ports.length > 0,
  };
  const once = await runOnce(session, request, contract);
  if (once.failure === null) return once;
  session.say('running it once more');
  let twice = await runOnce(session, request, contract);
  // two runs that fail in two ways are no verdict yet
  if (twice.failure !== null && fieldsOf(twice.failure) !== fieldsOf(once.failure))
    twice = await runOnce(session, request, contract);
  if (twice.failure?.phase !== 'contract') return twice;
  const fair = await lookCloser(contract, twice.failure.differences, original);
  return { ...twice, contract: fair, failure: verdictOf(twice.ran, fair) };
}

/** What a failure is about, without its numbers. */
const fieldsOf = ({ phase, message, differences }: Failed): string =>
  phase === 'contract'
    ? differences.map(({ field }) => field).join(', ')
    : `${phase} ${message.replaceAll(/\d+/g, '0')}`;

async function runOnce(session: Session, request: ServiceRequest, contract: Contract): Promise<RanAgainst> {
  const ran = await runService(session, request);
  return { ran, request, record: ran.record, failure: verdictOf(ran, contract), contract };
}

/** What a run came to: why it did not meet the contract, or null. */
function verdictOf({ failure, record, log }: Ran, contract: Contract): Failed | null {
  const failed = (
    phase: Failed['phase'],
    message: string,
    lines: string[],
    differences: Difference[],
  ): Failed => ({ ok: false, phase, message, log: lines, differences });
  if (failure !== null) return failed('start', failure.message, failure.log, []);
  const differences = compareContracts(contract, record);
  const [first] = differences;
  if (first === undefined) return null;
  const message = `${first.field}: before ${first.before}, after ${first.after}`;
  return failed('contract', message, lastLines(log), differences);
}

/** The same requests as of the original; those with credentials come of themselves behind the ones without. */
const askedOf = (contract: Contract) =>
  contract.runs[0].probes
    .filter(({ headersSent }) => (headersSent ?? []).length === 0)
    .map(({ method, path }) => ({ method, path }));
