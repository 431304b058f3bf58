import type { ProveResult } from '../model/prove-result.ts';
import { prove } from '../prove.ts';
import { jsonText } from '../report/json.ts';
import { proveTable } from '../report/prove-table.ts';
import { print, runCommand } from './command.ts';
import { runOptions, type RunFlags } from './run-flags.ts';

/** What commander makes of the command line of `prove`. */
interface Flags extends RunFlags {
  before?: string;
  after?: string;
}

/**
 * `shipshape prove`: stdout holds exactly the JSON or the table.
 * @returns the exit status: 0 when the contract is met, 1 when it is not, or a side does not build or run
 */
export function runProve(dir: string, given: Record<string, unknown>): Promise<number> {
  const flags = given as Flags;
  return runCommand<ProveResult>(
    flags.json ?? false,
    (attached) => prove(dir, { ...runOptions(flags), ...attached }),
    (result) => {
      void print(flags.json ? jsonText(result) : proveTable(result, { stream: process.stdout }));
      return result.verdict === 'met' ? 0 : 1;
    },
    (error) =>
      ({
        version: 1,
        engine: null,
        error,
        verdict: null,
        proof: 'none',
        before: null,
        after: null,
        contract: { met: null, probes: [], differences: [] },
        compared: [],
        told: [],
        notes: [],
      }) satisfies ProveResult,
  );
}
