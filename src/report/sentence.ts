/**
 * A note as a sentence: it begins with a capital letter, unless with a path, a name or a label that has its own spelling,
 * and ends with a full stop.
 */
export function sentence(note: string): string {
  const begun = note.replace(/^[a-z]+(?=[ ,])/, (word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return /[.!?:`]$/.test(begun) || begun.includes('\n') ? begun : `${begun}.`;
}
