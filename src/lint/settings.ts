import type { Rule, Severity } from './rule.ts';
import type { RuleIds } from './rule-ids.ts';
import type { Preset } from './preset.ts';
import { defaultsOf, rulesOf, type Chosen } from './selection.ts';

export type Level = 'off' | 'on' | Severity;
export const LEVELS: readonly Level[] = ['off', 'on', 'style', 'info', 'warning', 'error'];

/** What somebody says of one rule, or of what another tool calls so. */
export interface RuleSetting {
  /** ours or another tool's; one that nobody knows changes nothing */
  id: string;
  /** null leaves it as it is, which is how options alone are set */
  level: Level | null;
  options?: Readonly<Record<string, unknown>>;
}

interface Entry {
  /** the branches that are on; '' for a rule without branches */
  on: Set<string>;
  severity: Severity | null;
  severities: Map<string, Severity>;
  options: Readonly<Record<string, unknown>>;
}

/** The rules of a preset (null: none at first) with what was said of them since; what is said later counts. */
export function chosenRules(
  preset: Preset | null,
  settings: readonly RuleSetting[],
  { rules, ids }: { rules: readonly Rule[]; ids: RuleIds },
): Chosen[] {
  const entries = new Map<string, Entry>();
  for (const { rule, variants, options } of preset === null ? [] : rulesOf(preset, rules))
    entries.set(rule.id, {
      on: new Set(variants ?? branchesOf(rule)),
      severity: null,
      severities: new Map(),
      options,
    });
  for (const setting of settings)
    for (const { rule, variant } of ids.find(setting.id)) {
      let entry = entries.get(rule.id);
      if (entry === undefined)
        entries.set(
          rule.id,
          (entry = { on: new Set(), severity: null, severities: new Map(), options: defaultsOf(rule) }),
        );
      change(entry, rule, variant, setting);
    }
  return rules.flatMap((rule) => {
    const entry = entries.get(rule.id);
    if (entry === undefined || entry.on.size === 0) return [];
    const { on, severity, severities, options } = entry;
    const variants = on.size === branchesOf(rule).length ? null : on;
    return [{ rule, variants, severity, severities, options }];
  });
}

const branchesOf = ({ variants = {} }: Rule): readonly string[] => {
  const names = Object.keys(variants);
  return names.length === 0 ? [''] : names;
};

function change(entry: Entry, rule: Rule, variant: string | null, { level, options }: RuleSetting): void {
  if (options !== undefined) entry.options = { ...entry.options, ...options };
  if (level === null) return;
  const meant = variant === null ? branchesOf(rule) : [variant];
  if (level === 'off') {
    for (const name of meant) entry.on.delete(name);
    return;
  }
  // a rule that is on already keeps the branches that it has
  if (variant !== null) entry.on.add(variant);
  else if (entry.on.size === 0) entry.on = new Set(usualBranches(rule));
  if (level === 'on') return;
  if (variant === null) {
    entry.severity = level;
    entry.severities.clear();
  } else entry.severities.set(variant, level);
}

/** Those that are recommended; all where none is. */
function usualBranches(rule: Rule): readonly string[] {
  const all = branchesOf(rule);
  const usual = all.filter((name) => rule.variants?.[name]?.recommended ?? true);
  return usual.length === 0 ? all : usual;
}
