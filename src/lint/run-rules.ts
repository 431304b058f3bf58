import type { ComposeFile } from './compose/file.ts';
import type { DockerfileFacts } from './dockerfile/file.ts';
import type { EnvFile } from './files/env-file.ts';
import type { IgnoreFile } from './files/ignore-file.ts';
import type { Finding } from './finding.ts';
import type { ImageFacts } from './image/image.ts';
import type { Reported, Rule, RuleContext } from './rule.ts';
import type { Chosen } from './selection.ts';

/** A file of any kind that rules look at. */
export type CheckedFile =
  | { kind: 'dockerfile'; facts: DockerfileFacts }
  | { kind: 'compose'; facts: ComposeFile }
  | { kind: 'ignore'; facts: IgnoreFile }
  | { kind: 'env'; facts: EnvFile }
  | { kind: 'image'; facts: ImageFacts };

type Visitor<Thing> = (thing: Thing) => void;

/** Goes over files with the rules that are on: each thing is visited once, by those that ask for its kind. */
export class Checker {
  #findings: Finding[] = [];
  readonly #dockerfile: Visitor<DockerfileFacts>[] = [];
  readonly #stage: Visitor<DockerfileFacts['stages'][number]>[] = [];
  readonly #instructions = new ByName<DockerfileFacts['instructions'][number]>();
  readonly #commands = new ByName<DockerfileFacts['instructions'][number]['commands'][number]>();
  readonly #compose: Visitor<ComposeFile>[] = [];
  readonly #service: Visitor<ComposeFile['services'][number]>[] = [];
  readonly #ignoreFile: Visitor<IgnoreFile>[] = [];
  readonly #envFile: Visitor<EnvFile>[] = [];
  readonly #image: Visitor<ImageFacts>[] = [];

  constructor(chosen: readonly Chosen[]) {
    for (const one of chosen) this.#add(one);
  }

  #add(chosen: Chosen): void {
    const { rule } = chosen;
    const context = contextFor(chosen, (finding) => this.#findings.push(finding));
    const bind = <Thing>(
      visit: ((thing: Thing, context: RuleContext) => void) | undefined,
    ): Visitor<Thing>[] => (visit === undefined ? [] : [(thing) => visit(thing, context)]);
    this.#dockerfile.push(...bind<DockerfileFacts>(rule.dockerfile));
    this.#stage.push(...bind(rule.stage));
    this.#compose.push(...bind<ComposeFile>(rule.compose));
    this.#service.push(...bind(rule.service));
    this.#ignoreFile.push(...bind<IgnoreFile>(rule.ignoreFile));
    this.#envFile.push(...bind<EnvFile>(rule.envFile));
    this.#image.push(...bind<ImageFacts>(rule.image));
    for (const [name, visit] of Object.entries(rule.instructions ?? {}))
      this.#instructions.add(name, (thing) => visit(thing, context));
    for (const [name, visit] of Object.entries(rule.commands ?? {}))
      this.#commands.add(name, (thing) => visit(thing, context));
  }

  /** What the rules find in a file, in the order of places. */
  check({ kind, facts }: CheckedFile): Finding[] {
    this.#findings = [];
    if (kind === 'dockerfile') this.#visitDockerfile(facts);
    else if (kind === 'compose') {
      for (const visit of this.#compose) visit(facts);
      for (const service of facts.services) for (const visit of this.#service) visit(service);
    } else if (kind === 'ignore') for (const visit of this.#ignoreFile) visit(facts);
    else if (kind === 'env') for (const visit of this.#envFile) visit(facts);
    else for (const visit of this.#image) visit(facts);
    return this.#findings.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  }

  #visitDockerfile(file: DockerfileFacts): void {
    for (const visit of this.#dockerfile) visit(file);
    for (const stage of file.stages) for (const visit of this.#stage) visit(stage);
    for (const instruction of file.instructions) {
      this.#instructions.visit(instruction.keyword, instruction);
      if (instruction.keyword !== 'RUN' || this.#commands.isEmpty) continue;
      for (const command of instruction.commands) this.#commands.visit(command.program ?? '', command);
    }
  }
}

/** Visitors by the name of what they look at. */
class ByName<Thing> {
  readonly #named = new Map<string, Visitor<Thing>[]>();
  readonly #all: Visitor<Thing>[] = [];

  get isEmpty(): boolean {
    return this.#named.size === 0 && this.#all.length === 0;
  }

  add(name: string, visitor: Visitor<Thing>): void {
    if (name === '*') this.#all.push(visitor);
    else this.#named.set(name, [...(this.#named.get(name) ?? []), visitor]);
  }

  visit(name: string, thing: Thing): void {
    for (const visit of this.#all) visit(thing);
    for (const visit of this.#named.get(name) ?? []) visit(thing);
  }
}

function contextFor(
  { rule, variants, severity, severities, options }: Chosen,
  add: (finding: Finding) => void,
): RuleContext {
  const wants = (variant: string): boolean => variants === null || variants.has(variant);
  return {
    options,
    wants,
    report: (found) => {
      if (found.variant === undefined || wants(found.variant))
        add(findingOf(rule, severities?.get(found.variant ?? '') ?? severity, found));
    },
  };
}

function findingOf(rule: Rule, severity: Chosen['severity'], found: Reported): Finding {
  const variant = found.variant === undefined ? undefined : rule.variants?.[found.variant];
  const edits = rule.fix === null || found.fix === undefined ? null : found.fix();
  return {
    rule: rule.id,
    variant: found.variant ?? null,
    ids: idsOf(rule, found.variant),
    severity: severity ?? variant?.severity ?? rule.severity,
    message: found.message,
    range: found.at,
    fix:
      edits === null || rule.fix === null || edits.length === 0
        ? null
        : { class: found.fixClass ?? rule.fix, edits },
  };
}

const known = new Map<Rule, Map<string | undefined, Finding['ids']>>();

/** What other tools call a branch of a rule, or all of a rule that has none. */
export function idsOf(rule: Rule, variant?: string): Finding['ids'] {
  let byVariant = known.get(rule);
  if (byVariant === undefined) known.set(rule, (byVariant = new Map()));
  let ids = byVariant.get(variant);
  if (ids === undefined) {
    const own = variant === undefined ? rule.aliases : (rule.variants?.[variant]?.aliases ?? {});
    byVariant.set(variant, (ids = { ...rule.partOf, ...own }));
  }
  return ids;
}
