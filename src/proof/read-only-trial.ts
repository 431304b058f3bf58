import type { ImageIndex } from '../image/index.ts';
import type { WrittenPath } from '../model/facts.ts';
import { compareContracts } from './compare-contracts.ts';
import type { Contract } from './contract.ts';
import type { ServiceRequest } from './run-record.ts';
import { runService } from './run-service.ts';
import type { Session } from './session.ts';
import { writtenPath } from './written-paths.ts';

/** Each round finds at least one more path that wants to be written; more than this is a program for a writable root. */
const ROUNDS = 4;

export interface ReadOnlyTrial {
  works: boolean;
  /** all folders that must be writable, besides /tmp */
  writes: WrittenPath[];
}

/**
 * Runs the original with a read-only root, `/tmp` and the written folders writable; what its errors name is added.
 * This finds files that were made and deleted again, which no difference of containers shows.
 */
export async function tryReadOnly(
  session: Session,
  request: ServiceRequest,
  contract: Contract,
  writes: readonly WrittenPath[],
  index: ImageIndex,
): Promise<ReadOnlyTrial> {
  let known = [...writes];
  for (let round = 0; round < ROUNDS; round++) {
    const tmpfs = [
      '/tmp',
      ...known.filter(({ holdsImageContent }) => !holdsImageContent).map(({ path }) => path),
    ];
    const volumes = known.filter(({ holdsImageContent }) => holdsImageContent).map(({ path }) => path);
    const ran = await runService(session, { ...request, readOnly: { tmpfs, volumes }, grace: 0 });
    // how it stops was seen twice already, and may take ten seconds
    const { stopMs, stopExitCode } = contract.runs[0];
    const record = { ...ran.record, stopMs, stopExitCode };
    if (ran.failure === null && compareContracts(contract, record).length === 0)
      return { works: true, writes: known };
    const named = refusedFolders(ran.log).filter(
      (path) => !known.some((one) => path === one.path || path.startsWith(`${one.path}/`)),
    );
    if (named.length === 0) return { works: false, writes: [...writes] };
    known = [...known, ...[...new Set(named)].map((path) => writtenPath(path, index))];
  }
  return { works: false, writes: [...writes] };
}

/** Folders of the files that a program's log says it could not write. */
export function refusedFolders(log: string): string[] {
  const found: string[] = [];
  const patterns = [
    /(?:Read-only file system|EROFS)[^\n]*?['"`](\/[^'"`\n]+)['"`]/g,
    /['"`]?(\/[\w./-]+)['"`]?:? Read-only file system/g,
  ];
  for (const pattern of patterns)
    for (const [, path = ''] of log.matchAll(pattern)) {
      const folder = path.slice(0, Math.max(1, path.lastIndexOf('/')));
      if (folder !== '/' && folder !== '') found.push(folder);
    }
  return [...new Set(found)];
}
