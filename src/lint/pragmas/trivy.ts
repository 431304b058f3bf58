import { plainId } from '../foreign-ids.ts';
import type { ReadPragma } from './pragma.ts';

/** `trivy:ignore:DS-0002`, several in a line; with `:exp:2026-12-31` it holds up to that day. */
export const trivy: ReadPragma = ({ text }) => {
  const ids = [...text.matchAll(/(?:^|[\s#])(?:trivy|tfsec):(\S+)/gi)].flatMap(([, sections = '']) => {
    const parts = sections.split(':');
    const valueOf = (key: string): string | undefined => {
      const at = parts.findIndex((part) => part.toLowerCase() === key);
      return at < 0 || at % 2 === 1 ? undefined : parts[at + 1];
    };
    const id = valueOf('ignore')?.replace(/\[.*$/, '');
    const until = valueOf('exp');
    if (id === undefined || id === '' || (until !== undefined && isOver(until))) return [];
    return [id === '*' ? 'trivy:*' : plainId(id)];
  });
  return ids.length === 0 ? null : { reach: 'next', ids };
};

/** A day that is none counts as over. */
export const isOver = (day: string): boolean => !(Date.parse(day) > Date.now());
