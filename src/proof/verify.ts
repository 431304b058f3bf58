import { checkOutput } from '../engine/index.ts';
import type { Verification } from '../model/result.ts';
import type { Held } from './evaluate.ts';
import type { Observation } from './observe.ts';
import { inputsOf } from './build-setup.ts';
import type { Session } from './session.ts';

/**
 * What else was seen of original and result, for people who want to look for themselves.
 * @param held null when the original stays: then it is the result
 */
export async function verify(
  session: Session,
  { contract, workplace }: Observation,
  held: Held | null,
): Promise<Verification> {
  const before = contract.runs[0].state;
  return {
    check: await checkOutput(session.engine, {
      ...(await inputsOf(session, (held ?? { workplace }).workplace)),
      signal: session.signal,
    }),
    before,
    after: held === null ? before : held.record.state,
  };
}
