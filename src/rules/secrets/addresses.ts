import { kindOfValue } from './value-kind.ts';

export interface PasswordInAddress {
  /** where user and password stand */
  start: number;
  end: number;
  host: string;
}

const ADDRESS = /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s:@/'"$<>{}]{0,100}):([^\s@/'"]{1,200})@([\w.-]+)/gi;

/** Hosts that no secret is sent to: the reserved names of RFC 2606, the container itself. */
const NOWHERE = /^(?:localhost|127\.0\.0\.1|example\.\w+|.*\.example|host(?:name)?|server|0\.0\.0\.0)$/i;

/** Addresses in a text that carry a password; those with a variable or a stand-in for one are left out. */
export function passwordsInAddresses(text: string): PasswordInAddress[] {
  if (!text.includes('://')) return [];
  const found: PasswordInAddress[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    const [whole, user = '', password = '', host = ''] = match;
    if (NOWHERE.test(host) || user === password) continue;
    if (kindOfValue(password) !== 'text') continue;
    const start = match.index + whole.indexOf('://') + 3;
    found.push({ start, end: start + user.length + 1 + password.length, host });
  }
  return found;
}
