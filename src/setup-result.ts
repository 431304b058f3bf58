import { developmentServer } from './ecosystems/development-server.ts';
import type { Engine } from './engine/index.ts';
import { setupNotes } from './ecosystems/setup-notes.ts';
import type { ShipshapeError } from './errors.ts';
import {
  notMeasured,
  notVerified,
  type EngineResult,
  type FileResult,
  type SetupResult,
} from './model/result.ts';
import type { Setup, SetupPaths } from './model/setup.ts';
import type { Proof } from './proof/prove.ts';
import { patchOf } from './report/patch.ts';

/** A setup that was improved, or found to be good. */
export function provedResult(paths: SetupPaths, original: Setup, proof: Proof, notes: string[]): SetupResult {
  const files = changedFiles(original, proof.setup);
  const server = developmentServer(original);
  return {
    ...identity(paths),
    status: statusOf(proof, files),
    proof: proof.level,
    error: null,
    before: proof.before,
    after: proof.after,
    changes: proof.changes,
    contract: proof.contract,
    verification: proof.verification,
    files,
    notes: [
      ...notes,
      ...proof.notes,
      ...setupNotes(original, proof.setup),
      ...(server === null ? [] : [server]),
    ],
  };
}

const identity = ({ dockerfile, service }: SetupPaths) => ({ dockerfile, service });

/** A setup whose original could not be read, built or run. */
export function failedResult(paths: SetupPaths, error: ShipshapeError, notes: string[]): SetupResult {
  return {
    ...identity(paths),
    status: 'failed',
    proof: 'none',
    error: error.toReport(),
    before: notMeasured(),
    after: notMeasured(),
    changes: [],
    contract: { met: null, probes: [], differences: [] },
    verification: notVerified(),
    files: [],
    notes,
  };
}

function statusOf({ changes }: Proof, files: readonly FileResult[]): SetupResult['status'] {
  if (files.length > 0) return 'improved';
  return changes.some(({ outcome }) => outcome === 'dropped') ? 'not-improvable' : 'already-good';
}

function changedFiles(original: Setup, result: Setup): FileResult[] {
  return [...result.files].flatMap(([path, after]): FileResult[] => {
    const before = original.files.get(path) ?? null;
    if (before === after) return [];
    return [{ path, action: before === null ? 'create' : 'edit', patch: patchOf({ path, before, after }) }];
  });
}

export function engineResult(engine: Engine | null): EngineResult | null {
  if (engine === null) return null;
  const { version, os, architecture, storageDriver, cpus, memory } = engine.facts;
  return { name: 'docker', version, os, architecture, storageDriver, cpus, memory };
}
