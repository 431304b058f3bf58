import { ruleIds } from './check-rules.ts';
import { ShipshapeError } from './errors.ts';
import { nearest } from './lint/index.ts';
import { changesPage, rulePage } from './report/explain.ts';
import type { Paint } from './report/style.ts';

/**
 * What a rule, or what another tool calls so, is about; several where the other tool draws the line elsewhere.
 * @throws ShipshapeError USAGE with the nearest name
 */
export function explain(id: string, paint: Paint): string {
  const rules = new Set(ruleIds.find(id).map(({ rule }) => rule));
  if (rules.size > 0) return [...rules].map((rule) => rulePage(rule, paint)).join('\n');
  const like = nearest(id, ruleIds.names);
  throw new ShipshapeError('USAGE', {
    what: `There is no rule ${id}.`,
    hint: like === null ? 'See docs/rules for all of them.' : `Did you mean ${like}?`,
  });
}

/** The changes that `improve` makes, in their order. */
export async function explainChanges(paint: Paint): Promise<string> {
  const { improvements } = await import('./improvements/index.ts');
  return changesPage(improvements, paint);
}
