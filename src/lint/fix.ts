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
    if (fix.edits.every((edit) => isApart(edit, taken)))
      for (const edit of fix.edits) taken.splice(placeOf(edit.range.start, taken), 0, edit);
  }
  return taken;
}

/** Whether an edit touches none of these, which are in order and apart from each other. */
function isApart({ range }: Edit, taken: readonly Edit[]): boolean {
  const next = placeOf(range.start, taken);
  const before = taken[next - 1];
  const behind = taken[next];
  return (
    (before === undefined || before.range.end < range.start) &&
    (behind === undefined || range.end < behind.range.start)
  );
}

/** Where an edit that begins there goes among others in order. */
function placeOf(start: number, taken: readonly Edit[]): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.range.start ?? Infinity) <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}
