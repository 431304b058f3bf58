import { plainId } from '../foreign-ids.ts';
import type { ReadPragma } from './pragma.ts';

/** `kics-scan ignore-line` and `ignore-block` anywhere; `ignore`, `disable=` and `enable=` at the top of a file. */
export const kics: ReadPragma = ({ text, isAtTop }) => {
  const [, command, list = ''] = /^kics-scan[ \t]+([a-z-]+)(?:=([\w,\- ]*))?/i.exec(text) ?? [];
  const ids = list.split(',').map(plainId).filter(Boolean);
  switch (command?.toLowerCase()) {
    case 'ignore-line':
      return { reach: 'line', ids: ['kics:*'] };
    case 'ignore-block':
      return { reach: 'stage', ids: ['kics:*'] };
    case 'ignore':
      return isAtTop ? { reach: 'file', ids: ['kics:*'] } : null;
    case 'disable':
      return isAtTop ? { reach: 'file', ids } : null;
    case 'enable':
      return isAtTop ? { reach: 'file', ids, onlyOf: 'kics:*' } : null;
    default:
      return null;
  }
};
