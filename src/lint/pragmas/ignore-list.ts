import { plainId } from '../foreign-ids.ts';
import type { Pragma, ReadPragma } from './pragma.ts';

/** The form that hadolint brought in: `NAME [stage|global] ignore=ID,ID`, then anything: a reason. */
export function ignoreList(name: string): ReadPragma {
  const form = new RegExp(
    String.raw`^${name}[ \t]+(?:(stage|global)[ \t]+)?ignore[ \t]*=[ \t]*([\w./*-]+(?:[ \t]*,[ \t]*[\w./*-]+)*)`,
    'i',
  );
  return ({ text }): Pragma | null => {
    const [, how, list] = form.exec(text) ?? [];
    if (list === undefined) return null;
    const reach = how === undefined ? 'next' : how.toLowerCase() === 'stage' ? 'stage' : 'file';
    return { reach, ids: list.split(',').map(plainId) };
  };
}
