import { isSecretName } from '../ecosystems/secret-name.ts';
import { ShipshapeError, type ErrorReport } from '../errors.ts';
import type { ProveResult, SideResult } from '../model/prove-result.ts';
import type { ContractResult, SetupResult } from '../model/result.ts';

/** What stands in the place of a value. */
const MASK = '•••';
/** Characters from which on a value is hidden: shorter ones are words and numbers that occur by themselves. */
const SHORTEST = { secret: 4, other: 6 };

export type Hide = (text: string) => string;

/**
 * Makes the function that takes values out of a text wherever they occur: logs of builds and programs, and docker's
 * messages, repeat what they were given. A text of several lines is hidden line by line, of an address also its
 * password alone.
 */
export function hiderOf(values: Iterable<readonly [name: string, value: string]>): Hide {
  const hidden = new Set<string>();
  for (const [name, value] of values) {
    const shortest = isSecretName(name) ? SHORTEST.secret : SHORTEST.other;
    const password = /:\/\/[^:@/\s]*:([^@/\s]+)@/.exec(value)?.[1] ?? '';
    if (password.length >= SHORTEST.secret) hidden.add(password);
    for (const line of value.split(/\r?\n/)) if (line.trim().length >= shortest) hidden.add(line.trim());
  }
  // the longer ones first: one value may hold another
  const ordered = [...hidden].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((left, value) => left.replaceAll(value, MASK), text);
}

/** A result without the values. Patches stay as they are: they hold what the user's own files hold, and must apply. */
export function hideInResult(result: SetupResult, hide: Hide): SetupResult {
  const { error, changes, contract, verification, notes } = result;
  return {
    ...result,
    error: hideInReport(error, hide),
    changes: changes.map((change) => ({ ...change, evidence: change.evidence.map(hide) })),
    contract: hideInContract(contract, hide),
    verification: { ...verification, check: verification.check && hide(verification.check) },
    notes: notes.map(hide),
  };
}

/** The same of a comparison. */
export function hideInProof(result: ProveResult, hide: Hide): ProveResult {
  const side = (one: SideResult | null) => one && { ...one, error: hideInReport(one.error, hide) };
  return {
    ...result,
    before: side(result.before),
    after: side(result.after),
    contract: hideInContract(result.contract, hide),
    told: result.told.map(hide),
    notes: result.notes.map(hide),
  };
}

export const hideInReport = (error: ErrorReport | null, hide: Hide): ErrorReport | null =>
  error && { ...error, message: hide(error.message), hint: hide(error.hint) };

const hideInContract = (contract: ContractResult, hide: Hide): ContractResult => ({
  ...contract,
  differences: contract.differences.map(({ field, before, after }) => ({
    field: hide(field),
    before: hide(before),
    after: hide(after),
  })),
});

/** The same error without the values. */
export function hideInError(
  { code, message, where, hint, cause }: ShipshapeError,
  hide: Hide,
): ShipshapeError {
  const told = { what: hide(message), hint: hide(hint), cause };
  return new ShipshapeError(code, where === null ? told : { ...told, where });
}
