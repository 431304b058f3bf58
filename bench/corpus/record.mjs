// What of one run of `improve --json` goes into the table of results.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const NOT_BUILT = new Set(['BUILD_FAILED', 'BUILD_TIMEOUT', 'BASE_UNRESOLVABLE', 'FRONTEND_UNRESOLVABLE']);
/** The original was built, and what it then did not do is said by the code. */
const BUILT_BUT = new Set(['EXITS_AT_ONCE', 'VARIABLE_REQUIRED', 'NEVER_LISTENS']);

/** One line of the results: sizes in bytes, times in ms, null for what was not measured. */
export function recordOf(project, { dir, prepared, wallMs, exit, stdout, stderr }) {
  const { name, repository, revision, folder, dockerfile, about } = project;
  const head = { name, repository, revision, folder, dockerfile, about, prepared, wallMs, exit };
  const told = parsed(stdout);
  if (told === null)
    return {
      ...head,
      status: 'crashed',
      said: stderr.trim().split('\n').slice(-5).join(' / ') || 'no JSON',
      setups: [],
    };
  if (told.error !== null) return { ...head, status: 'refused', said: told.error.message, setups: [] };
  const setups = told.setups.map((setup) => setupRecord(setup, dir));
  const worst = ['failed', 'not-improvable', 'already-good', 'improved'].find((one) =>
    setups.some(({ status }) => status === one),
  );
  return { ...head, status: worst ?? 'nothing', said: setups.map(({ said }) => said).join('; '), setups };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function setupRecord(setup, dir) {
  const { status, proof, error, before, after, changes, contract, notes } = setup;
  const text = readFileSync(join(dir, setup.dockerfile), 'utf8');
  const stages = text.match(/^FROM\s/gim)?.length ?? 0;
  const lastBase = baseOf(text);
  const built = !NOT_BUILT.has(error?.code);
  // any other error is not the original's
  const answers = error === null ? proof === 'answers' : built && !BUILT_BUT.has(error.code);
  const dropped = changes.filter(({ outcome }) => outcome === 'dropped' || outcome === 'weakened');
  const outcome = (id) => changes.find((change) => change.id === id);
  const split = outcome('two-stages');
  return {
    dockerfile: setup.dockerfile,
    service: setup.service,
    status,
    proof,
    said: error === null ? proof : `${error.code}: ${error.message.slice(0, 600)}`,
    base: lastBase,
    slim: /slim/.test(lastBase),
    singleStage: stages === 1,
    original: { builds: built, answers },
    result: {
      met: contract.met,
      same: answers && contract.met === true && contract.differences.length === 0,
    },
    size: { before: before.size.uncompressed, after: after.size.uncompressed },
    aboveBase: { before: before.size.aboveBase, after: after.size.aboveBase },
    sourceEdit: { before: before.build.sourceEdit, after: after.build.sourceEdit },
    cold: { before: before.build.cold, after: after.build.cold },
    start: { before: before.start, after: after.start },
    twoStages: kept(split)
      ? { made: true, rung: split.rung }
      : { made: false, reason: split?.evidence[0] ?? null },
    user: outcomeText(outcome('user')),
    readOnly: outcomeText(outcome('read-only')),
    dropped: dropped.map(({ id, outcome: what, rung, evidence }) => ({
      id,
      what,
      rung,
      evidence: evidence.slice(0, 8),
    })),
    kept: changes.filter(kept).map(({ id }) => id),
    differences: contract.differences,
    notes,
  };
}

/** What the last stage stands on in the end. */
function baseOf(text) {
  const froms = [...text.matchAll(/^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)];
  let base = froms.at(-1)?.[1] ?? '';
  for (const [, below, name] of froms.toReversed())
    if (name?.toLowerCase() === base.toLowerCase()) base = below;
  return base;
}

const kept = (change) => change?.outcome === 'kept' || change?.outcome === 'weakened';
const outcomeText = (change) =>
  change === undefined
    ? null
    : kept(change)
      ? change.outcome
      : `${change.outcome}: ${change.evidence[0] ?? ''}`;
