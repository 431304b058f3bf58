import { ShipshapeError } from './errors.ts';
import {
  Checker,
  chosenRules,
  nearest,
  RuleIds,
  type PragmaTool,
  type Preset,
  type RuleSetting,
} from './lint/index.ts';
import type { FailOn } from './model/check-result.ts';
import type { Layer } from './project/check-config/index.ts';
import { rules } from './rules/index.ts';

/** All names of all rules. */
export const ruleIds = new RuleIds(rules);

/** How one file is to be checked. */
export interface Prepared {
  checker: Checker;
  failOn: FailOn;
  unheeded: readonly PragmaTool[];
}

interface Asked {
  preset?: Preset | undefined;
  failOn?: FailOn | undefined;
  rules?: readonly string[] | undefined;
  skip?: readonly string[] | undefined;
}

/** The checkers of a run: files that the same settings hold for share one. */
export class Checkers {
  readonly #asked: Asked;
  readonly #made = new Map<readonly Layer[], Map<string, Prepared>>();

  /** @throws ShipshapeError USAGE for a rule that nobody knows */
  constructor(asked: Asked) {
    this.#asked = asked;
    for (const id of [...(asked.rules ?? []), ...(asked.skip ?? [])]) requireRule(id);
  }

  /**
   * @param path absolute
   * @returns null for a file that the configuration leaves out
   */
  for(layers: readonly Layer[], path: string): Prepared | null {
    if (layers.some(({ ignores }) => ignores.some((matches) => matches(path)))) return null;
    let made = this.#made.get(layers);
    if (made === undefined) this.#made.set(layers, (made = new Map()));
    const applying = layers.map(({ overrides }) => overrides.filter(({ matches }) => matches(path)));
    const key = layers
      .map(({ overrides }, index) => overrides.map((one) => Number(applying[index]?.includes(one))).join(''))
      .join(' ');
    let prepared = made.get(key);
    if (prepared === undefined) {
      const settings = layers.flatMap(({ rules }, index) => [
        ...rules,
        ...(applying[index] ?? []).flatMap((override) => override.rules),
      ]);
      made.set(key, (prepared = this.#prepare(layers, settings)));
    }
    return prepared;
  }

  #prepare(layers: readonly Layer[], settings: readonly RuleSetting[]): Prepared {
    const { preset, failOn, rules: only, skip = [] } = this.#asked;
    const last = <Key extends 'preset' | 'failOn'>(key: Key): Layer[Key] =>
      layers.findLast((layer) => layer[key] !== null)?.[key] ?? null;
    const off = skip.map((id): RuleSetting => ({ id, level: 'off' }));
    const all = { rules, ids: ruleIds };
    const chosen =
      only === undefined || only.length === 0
        ? chosenRules(preset ?? last('preset') ?? 'recommended', [...settings, ...off], all)
        : chosenRules(
            null,
            [
              ...only.map((id): RuleSetting => ({ id, level: 'on' })),
              ...settings.map((one) => ({ ...one, level: null })),
              ...off,
            ],
            all,
          );
    return {
      checker: new Checker(chosen),
      failOn: failOn ?? last('failOn') ?? 'warning',
      unheeded: layers.flatMap(({ unheeded }) => unheeded),
    };
  }
}

function requireRule(id: string): void {
  if (ruleIds.find(id).length > 0) return;
  const like = nearest(id, ruleIds.names);
  throw new ShipshapeError('USAGE', {
    what: `There is no rule ${id}.`,
    hint: like === null ? 'See docs/rules for all of them.' : `Did you mean ${like}?`,
  });
}
