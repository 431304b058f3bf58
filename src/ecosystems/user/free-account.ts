import type { Setup } from '../../model/setup.ts';
import type { AccountsInFile } from '../account-lines.ts';

/** The user that is made where there is none; the next free number where 1001 is taken. */
const NAME = 'appuser';
const FIRST_ID = 1001;

function takenAccounts(setup: Setup) {
  const { users, groups } = setup.facts.image?.base.accounts ?? { users: [], groups: [] };
  return [...users, ...groups];
}

/** A name that neither the base nor the file gives to an account. */
export function freeName(setup: Setup, { users, groups }: AccountsInFile): string {
  const taken = [...takenAccounts(setup), ...[...users, ...groups].map(({ command }) => command)];
  let name = NAME;
  while (taken.some((one) => one.name === name)) name += '1';
  return name;
}

/** A number that neither the base nor the file gives to an account; for user and group alike. */
export function freeId(setup: Setup, { users, groups }: AccountsInFile): number {
  const written = [...users, ...groups].flatMap(({ command: { uid, gid } }) => [Number(uid), Number(gid)]);
  const taken = new Set([...takenAccounts(setup).map(({ id }) => id), ...written]);
  let id = FIRST_ID;
  while (taken.has(id)) id++;
  return id;
}
