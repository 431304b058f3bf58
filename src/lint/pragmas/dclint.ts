import { plainId } from '../foreign-ids.ts';
import type { ReadPragma } from './pragma.ts';

/** `dclint disable-line [RULE…]` anywhere; `dclint disable [RULE…]` and `disable-file` at the top of a file. */
export const dclint: ReadPragma = ({ text, isAtTop }) => {
  const [, command, list = ''] = /^dclint[ \t]+(disable(?:-file|-line)?)(?:[ \t]+(.*))?$/.exec(text) ?? [];
  if (command === undefined || (command !== 'disable-line' && !isAtTop)) return null;
  const named = command === 'disable-file' ? [] : list.split(/[\s,]+/).filter(Boolean);
  return {
    reach: command === 'disable-line' ? 'line' : 'file',
    ids: named.length === 0 ? ['dclint:*'] : named.map(plainId),
  };
};
