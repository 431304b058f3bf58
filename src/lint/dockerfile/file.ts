import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/index.ts';
import { copySources, parseDockerfile } from '../../syntax/dockerfile/index.ts';
import { Positions } from '../positions.ts';
import { NOTHING_AROUND, type Surroundings } from '../surroundings.ts';
import { environmentOf } from './base-environment.ts';
import { InstructionFacts, type InstructionPlace } from './instruction.ts';
import { Scope } from './scope.ts';
import { isWindows } from './base-shell.ts';
import { baseOf, StageFacts } from './stage.ts';

/** A Dockerfile as rules see it: read once, asked often. */
export class DockerfileFacts {
  readonly path: string;
  readonly source: string;
  readonly tree: DockerfileTree;
  readonly around: Surroundings;
  /** those of all stages and before them, FROM too, in file order; triggers stand behind their ONBUILD */
  readonly instructions: readonly InstructionFacts[];
  readonly stages: readonly StageFacts[];
  /** what is built when nobody names another: the last stage, or the one that was asked for */
  readonly target: StageFacts | null;
  /** there is no FROM: a piece of a file, of which nothing is known that it does not say */
  readonly isFragment: boolean;
  #positions: Positions | undefined;
  #named: Map<string, StageFacts[]> | undefined;

  constructor(given: { path: string; source: string; around?: Surroundings; target?: string | null }) {
    this.path = given.path;
    this.source = given.source;
    this.around = given.around ?? NOTHING_AROUND;
    this.tree = parseDockerfile(given.source);
    this.isFragment = this.tree.stages.length === 0;
    const read = new Reading(this.tree, this.around);
    this.instructions = read.instructions;
    this.stages = read.stages;
    const wanted = given.target?.toLowerCase() ?? null;
    this.target = (wanted === null ? null : this.stageNamed(wanted)) ?? this.stages.at(-1) ?? null;
    if (this.target !== null) markUsed(this.target, this);
    if (wanted !== null) for (const stage of this.stages) stage.isAsked = stage.isUsed;
    for (let stage = this.target; stage !== null; stage = stage.parent) stage.ships = true;
  }

  get positions(): Positions {
    this.#positions ??= new Positions(this.source);
    return this.#positions;
  }

  /**
   * The stage that a name or a number means, as `COPY --from` and `--target` read it.
   * @param before only stages before this one
   */
  stageNamed(text: string, before: number = Infinity): StageFacts | null {
    const name = text.toLowerCase();
    const numbered = /^\d+$/.test(name) ? this.stages[Number(name)] : undefined;
    const found = numbered ?? this.#namedBefore(name, before);
    return found === undefined || found.index >= before ? null : found;
  }

  #namedBefore(name: string, before: number): StageFacts | undefined {
    if (this.#named === undefined) {
      this.#named = new Map();
      for (const stage of this.stages) {
        if (stage.name === null) continue;
        const others = this.#named.get(stage.name);
        if (others === undefined) this.#named.set(stage.name, [stage]);
        else others.push(stage);
      }
    }
    const named = this.#named.get(name) ?? [];
    let low = 0;
    let high = named.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((named[middle]?.index ?? Infinity) < before) low = middle + 1;
      else high = middle;
    }
    return named[low - 1];
  }
}

/** Of more triggers than that the rest is not followed: each stage may start from one that has thousands. */
const MOST_TRIGGERED = 10_000;

const DEFAULT_SHELL: readonly string[] = ['/bin/sh', '-c'];
const WINDOWS_SHELL: readonly string[] = ['cmd', '/S', '/C'];

/** Goes through a tree once, in file order. */
class Reading {
  readonly instructions: InstructionFacts[] = [];
  readonly stages: StageFacts[] = [];
  readonly #tree: DockerfileTree;
  readonly #around: Surroundings;
  readonly #named = new Map<string, StageFacts>();
  #triggered = 0;
  readonly #globals = Scope.global();
  #stage: StageFacts | null = null;
  #shell: readonly string[] = DEFAULT_SHELL;
  /** what `# hadolint shell=` says before the first FROM, and since the last one */
  #saidForAll: string | null = null;
  #said: string | null = null;
  #workdir: string | null = null;
  #user: string | null = null;
  /** what holds at the end of each stage, for those that start from it */
  readonly #ends = new Map<
    StageFacts,
    { shell: readonly string[]; said: string | null; workdir: string | null; user: string | null }
  >();

  constructor(tree: DockerfileTree, around: Surroundings) {
    this.#tree = tree;
    this.#around = around;
    if (tree.stages.length === 0) this.#begin(null);
    for (const node of tree.nodes)
      if (node.kind === 'instruction') this.#read(node);
      else if (node.kind === 'comment') this.#hear(tree.source.slice(node.range.start, node.range.end));
  }

  #read(instruction: Instruction): void {
    if (instruction.keyword === 'FROM') return this.#begin(instruction);
    const facts = this.#add(instruction);
    const trigger = instruction.keyword === 'ONBUILD' ? instruction.inner : null;
    if (trigger !== null) {
      const triggered = this.#add(trigger, 'trigger');
      this.#stage?.triggers.push(triggered);
    }
    const scope = this.#stage?.scope ?? this.#globals;
    scope.add(instruction);
    this.#follow(facts);
  }

  #begin(from: Instruction | null): void {
    if (this.#stage !== null)
      this.#ends.set(this.#stage, {
        shell: this.#shell,
        said: this.#said,
        workdir: this.#workdir,
        user: this.#user,
      });
    this.#stage = null;
    const facts = from === null ? null : this.#add(from);
    const base = from === null ? null : baseOf(from, facts?.valueOf(from.words[0]?.raw ?? '') ?? null);
    const [, as, name] = from?.words ?? [];
    const parent = base?.text == null ? null : (this.#named.get(base.text.toLowerCase()) ?? null);
    const environment = parent === null ? environmentOf(base, this.#around) : undefined;
    const stage = new StageFacts({
      index: this.stages.length,
      name: as?.raw.toLowerCase() === 'as' && name !== undefined ? name.raw.toLowerCase() : null,
      from: facts,
      base,
      parent,
      scope: new Scope(parent?.scope ?? null, this.#globals, environment),
    });
    if (facts !== null) facts.place.stage = stage;
    const end = parent === null ? undefined : this.#ends.get(parent);
    this.#shell = end?.shell ?? (isWindows(base) ? WINDOWS_SHELL : DEFAULT_SHELL);
    this.#said = end?.said ?? this.#saidForAll;
    this.#workdir = end?.workdir ?? null;
    this.#user = end?.user ?? null;
    this.#stage = stage;
    this.stages.push(stage);
    if (stage.name !== null) this.#named.set(stage.name, stage);
    for (const one of parent?.triggers ?? [])
      if (facts !== null && this.#triggered++ < MOST_TRIGGERED) this.#trigger(one, stage, facts);
  }

  /** What ONBUILD of the parent does at the beginning of a stage. */
  #trigger({ node }: InstructionFacts, stage: StageFacts, from: InstructionFacts): void {
    const facts = new InstructionFacts(node, { ...this.#placeOf(false), triggeredBy: from });
    stage.triggered.push(facts);
    stage.scope.add(node);
    this.#follow(facts);
  }

  #add(node: Instruction, as: 'trigger' | 'instruction' = 'instruction'): InstructionFacts {
    const facts = new InstructionFacts(node, this.#placeOf(as === 'trigger'));
    this.instructions.push(facts);
    if (node.keyword !== 'FROM') this.#stage?.instructions.push(facts);
    return facts;
  }

  #placeOf(isTrigger: boolean): InstructionPlace {
    const scope = this.#stage?.scope ?? this.#globals;
    return {
      source: this.#tree.source,
      tree: this.#tree,
      around: this.#around,
      stage: this.#stage,
      index: this.instructions.length,
      isTrigger,
      triggeredBy: null,
      scope,
      seen: scope.length,
      shell: this.#shell,
      isShellChosen: this.#shell !== DEFAULT_SHELL && this.#shell !== WINDOWS_SHELL,
      saidShell: this.#said,
      workdir: this.#workdir,
      user: this.#user,
    };
  }

  /** `# hadolint shell=bash` tells the shell where no SHELL does. */
  #hear(comment: string): void {
    const said = /^#\s*hadolint\s+shell\s*=\s*(\S+)/.exec(comment)?.[1] ?? null;
    if (said === null) return;
    this.#said = said;
    if (this.#stage === null || this.#stage.from === null) this.#saidForAll = said;
  }

  /** What holds behind an instruction. */
  #follow(facts: InstructionFacts): void {
    const { node, keyword } = facts;
    if (keyword === 'SHELL' && node.json !== null && node.json.length > 0) {
      this.#shell = node.json;
      this.#said = null;
    }
    if (keyword === 'USER') this.#user = facts.valueOf(node.argument) ?? node.argument;
    if (keyword !== 'WORKDIR') return;
    const path = facts.valueOf(node.argument) ?? node.argument;
    const isAbsolute = /^(?:\/|[a-z]:|\\|\$)/i.test(path);
    this.#workdir = isAbsolute ? path : `${this.#workdir ?? ''}/${path}`.replaceAll(/\/{2,}/g, '/');
  }
}

/** Marks a stage and all that it starts from or copies from. */
function markUsed(stage: StageFacts, file: DockerfileFacts): void {
  const open = [stage];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.isUsed) continue;
    one.isUsed = true;
    if (one.parent !== null) open.push(one.parent);
    for (const instruction of [...one.triggered, ...one.instructions])
      for (const name of readsFrom(instruction)) {
        const from = file.stageNamed(instruction.valueOf(name) ?? name, one.index);
        if (from !== null) open.push(from);
      }
  }
}

/** What `--from` and bind mounts of an instruction name. */
export function readsFrom({ node, mounts }: InstructionFacts): string[] {
  const copied = copySources(node)?.from ?? null;
  const mounted = mounts.flatMap(({ from }) => from ?? []);
  return copied === null ? mounted : [copied, ...mounted];
}
