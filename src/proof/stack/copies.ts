import { join } from 'node:path';
import { copyOut } from '../../project/index.ts';
import type { Session } from '../session.ts';

const copies = new WeakMap<Session, Map<string, Promise<string>>>();

/** A copy of a file or folder of the project, made once for a session: nobody writes into it. */
export function copied(session: Session, path: string): Promise<string> {
  const known = copies.get(session) ?? new Map<string, Promise<string>>();
  copies.set(session, known);
  const copy =
    known.get(path) ??
    session.run.tempFolder('mount').then(async (folder) => {
      await copyOut(session.projectDir, path, join(folder, 'mounted'), session.signal);
      return join(folder, 'mounted');
    });
  known.set(path, copy);
  return copy;
}
