import { composeService } from './compose-service.ts';
import type { Account } from './facts.ts';
import { dockerfileOf, type Setup } from './setup.ts';
import { lastOf, shippedStage } from './stages.ts';

export interface RunUser {
  uid: string;
  gid: string;
  /** false: its name stands for an id that is not known here */
  isKnown: boolean;
}

/** The ids that the container runs with: compose's `user`, else the last USER, else the base's; root where none is said. */
export function runUser(setup: Setup): RunUser {
  const { image } = setup.facts;
  const stage = shippedStage(dockerfileOf(setup));
  const written = composeService(setup)?.user ?? (stage && lastOf(stage, 'USER')?.argument);
  const [name = '', group = name] = (written ?? image?.base.user ?? '').split(':');
  const idOf = (accounts: readonly Account[], one: string): string | null => {
    if (/^\d+$/.test(one)) return one;
    if (one === '' || one === 'root') return '0';
    const id = accounts.find((account) => account.name === one)?.id;
    return id === undefined ? null : String(id);
  };
  const uid = idOf(image?.accounts.users ?? [], name);
  const gid = idOf(image?.accounts.groups ?? [], group) ?? uid;
  return { uid: uid ?? '0', gid: gid ?? '0', isKnown: uid !== null };
}
