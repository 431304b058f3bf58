import type { StageFacts } from '../../lint/index.ts';

/** How a FROM names its image, without build arguments. */
export interface NamedBase {
  /** the variables put in */
  text: string;
  /** what follows the last colon of the last part; null without one, '' where a variable left nothing of it */
  tag: string | null;
  hasDigest: boolean;
  /** no variable is in it */
  isLiteral: boolean;
}

/** @returns null for a stage, for scratch, and for what names nothing */
export function namedBase({ from, base, parent }: StageFacts): NamedBase | null {
  if (from === null || base === null || parent !== null || base.isScratch) return null;
  const text = from.built(base.raw).value;
  if (text === null || text === '' || text === 'scratch') return null;
  const [name = '', ...digest] = text.split('@');
  const last = name.slice(name.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return {
    text,
    tag: colon < 0 ? null : last.slice(colon + 1),
    hasDigest: digest.length > 0,
    isLiteral: !base.raw.includes('$'),
  };
}
