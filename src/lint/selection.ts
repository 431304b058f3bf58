import type { Rule, Severity } from './rule.ts';
import type { Preset } from './preset.ts';
import type { Tool } from './tool.ts';

/** A rule that is on, and how. */
export interface Chosen {
  rule: Rule;
  /** the branches that are on; null for all, and for rules without branches */
  variants: ReadonlySet<string> | null;
  /** what the user's file says instead of the rule's own */
  severity: Severity | null;
  /** the same for single branches; it counts before the one for all */
  severities?: ReadonlyMap<string, Severity>;
  options: Readonly<Record<string, unknown>>;
}

/** Ids that a tool knows but has off until its own configuration asks for them. */
const OFF_BY_DEFAULT: Readonly<Partial<Record<Tool, readonly string[]>>> = {
  // experimental in BuildKit, so on only with `# check=experimental=…`
  buildkit: ['CopyIgnoredFile', 'InvalidDefinitionDescription'],
  hadolint: ['DL3026', 'DL3049', 'DL3050', 'DL3057', 'DL3064', 'DL1001'],
};

/** The rules of a preset with their branches; those of a tool are exactly what that tool has on. */
export function rulesOf(preset: Preset, rules: readonly Rule[]): Chosen[] {
  return rules.flatMap((rule) => {
    const names = Object.keys(rule.variants ?? {});
    const on = names.filter((name) => isOn(preset, rule, name));
    if (names.length > 0 ? on.length === 0 : !isOn(preset, rule, null)) return [];
    const variants = on.length === names.length ? null : new Set(on);
    return [{ rule, variants, severity: null, options: defaultsOf(rule) }];
  });
}

function isOn(preset: Preset, rule: Rule, name: string | null): boolean {
  const variant = name === null ? undefined : rule.variants?.[name];
  if (preset === 'recommended')
    return (rule.recommended ?? rule.severity !== 'style') && (variant?.recommended ?? true);
  if (preset === 'strict') return variant?.recommended ?? true;
  const aliases = variant?.aliases ?? rule.aliases;
  if (preset === 'cis')
    return aliases.cis !== undefined || (aliases.dockle?.some((id) => id.startsWith('CIS-')) ?? false);
  const ids = [...(aliases[preset] ?? []), ...(rule.partOf?.[preset] ?? [])];
  return ids.some((id) => OFF_BY_DEFAULT[preset]?.includes(id) !== true);
}

export const defaultsOf = ({ options = {} }: Rule): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
