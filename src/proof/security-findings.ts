import {
  Checker,
  composeOfSetup,
  dockerfileOfSetup,
  ignoreFileOfSetup,
  rulesOf,
  type Finding,
} from '../lint/index.ts';
import type { Setup } from '../model/setup.ts';
import { rules } from '../rules/index.ts';
import type { ScoreFacts } from '../score/facts.ts';

const weighty = rules.filter(({ weight }) => weight > 0);
let made: Checker | null = null;

/**
 * What the rules that say something of security warn of in a setup's files; of the compose file only in its own service.
 */
export function securityFindings(setup: Setup): ScoreFacts['findings'] {
  const checker = (made ??= new Checker(rulesOf('recommended', weighty)));
  const ignore = ignoreFileOfSetup(setup);
  const found = new Set(
    [
      ...checker.check(dockerfileOfSetup(setup)),
      ...inOwnService(setup, checker),
      ...(ignore === null ? [] : checker.check({ kind: 'ignore', facts: ignore })),
    ]
      .filter(({ severity }) => severity === 'warning' || severity === 'error')
      .map(({ rule }) => rule),
  );
  return weighty.filter(({ id }) => found.has(id)).map(({ id, title, weight }) => ({ id, title, weight }));
}

function inOwnService(setup: Setup, checker: Checker): Finding[] {
  const { service } = setup.paths;
  const compose = composeOfSetup(setup);
  const own = service === null ? null : (compose?.yaml.rangeOf(['services', service]) ?? null);
  if (compose === null || own?.key == null) return [];
  const { start } = own.key;
  const end = own.value?.end ?? own.key.end;
  return checker
    .check({ kind: 'compose', facts: compose })
    .filter(({ range }) => range.start >= start && range.start <= end);
}
