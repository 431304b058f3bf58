import { plainId } from './foreign-ids.ts';
import type { Rule } from './rule.ts';
import type { Aliases } from './tool.ts';

/** A rule, or one of its branches, that an id stands for. */
export interface Meant {
  rule: Rule;
  /** null for all of the rule */
  variant: string | null;
}

/** What people may call a rule: its own id, and those that other tools have for it or for a branch of it. */
export class RuleIds {
  readonly #own = new Map<string, Rule>();
  readonly #foreign = new Map<string, Meant[]>();
  readonly #wildcards: { prefix: string; meant: Meant }[] = [];
  readonly #written: string[] = [];

  constructor(rules: readonly Rule[]) {
    for (const rule of rules) {
      this.#own.set(rule.id, rule);
      const variants = Object.entries(rule.variants ?? {});
      if (variants.length === 0) this.#add(rule.aliases, { rule, variant: null });
      for (const [variant, { aliases }] of variants) this.#add(aliases, { rule, variant });
      const ofBranches = new Set(variants.flatMap(([, { aliases }]) => Object.values(aliases).flat()));
      if (variants.length > 0) this.#add(rule.aliases, { rule, variant: null }, ofBranches);
      this.#add(rule.partOf ?? {}, { rule, variant: null });
    }
  }

  #add(aliases: Aliases, meant: Meant, without: ReadonlySet<string> = new Set()): void {
    for (const id of Object.values(aliases).flat()) {
      if (without.has(id)) continue;
      const key = plainId(id);
      this.#written.push(id);
      if (key.endsWith('*')) this.#wildcards.push({ prefix: key.slice(0, -1), meant });
      const others = this.#foreign.get(key);
      if (others === undefined) this.#foreign.set(key, [meant]);
      else others.push(meant);
    }
  }

  /** In no order; empty for an id that nobody knows. */
  find(written: string): readonly Meant[] {
    const key = plainId(written);
    const rule = this.#own.get(key);
    if (rule !== undefined) return [{ rule, variant: null }];
    const exact = this.#foreign.get(key);
    if (exact !== undefined) return exact;
    return this.#wildcards.filter(({ prefix }) => key.startsWith(prefix)).map(({ meant }) => meant);
  }

  /** All names, ours first. */
  get names(): readonly string[] {
    return [...this.#own.keys(), ...this.#written];
  }
}
