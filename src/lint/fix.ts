import { applyEdits, type Edit } from '../syntax/text.ts';
import type { Finding } from './finding.ts';
import type { FixClass } from './rule.ts';

/** Rounds after which a text that still changes is left as it is: two fixes must be undoing each other. */
const MOST_ROUNDS = 20;

/**
 * Applies fixes until there is nothing left to mend.
 * @param findingsOf checks a text anew
 * @param classes which fixes may be applied
 */
export function fixText(
  source: string,
  findingsOf: (text: string) => readonly Finding[],
  classes: ReadonlySet<FixClass>,
): string {
  let text = source;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = applyEdits(text, editsTogether(findingsOf(text), classes));
    if (next === text) return text;
    text = next;
  }
  return text;
}

/** The edits of as many findings as go together; what touches an earlier one's waits for the next round. */
export function editsTogether(findings: readonly Finding[], classes: ReadonlySet<FixClass>): Edit[] {
  const taken: Edit[] = [];
  for (const { fix } of findings) {
    if (fix === null || !classes.has(fix.class)) continue;
    if (fix.edits.every((edit) => taken.every((other) => areApart(edit, other)))) taken.push(...fix.edits);
  }
  return taken;
}

const areApart = ({ range: a }: Edit, { range: b }: Edit): boolean => a.end < b.start || b.end < a.start;
