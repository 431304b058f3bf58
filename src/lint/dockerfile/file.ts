import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/index.ts';
import { copySources, parseDockerfile } from '../../syntax/dockerfile/index.ts';
import { Positions } from '../positions.ts';
import { NOTHING_AROUND, type Surroundings } from '../surroundings.ts';
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

  constructor(given: { path: string; source: string; around?: Surroundings; target?: string | null }) {
    this.path = given.path;
    this.source = given.source;
    this.around = given.around ?? NOTHING_AROUND;
    this.tree = parseDockerfile(given.source);
    this.isFragment = this.tree.stages.length === 0;
    const read = new Reading(this.tree);
    this.instructions = read.instructions;
    this.stages = read.stages;
    const wanted = given.target?.toLowerCase() ?? null;
    this.target = (wanted === null ? null : this.stageNamed(wanted)) ?? this.stages.at(-1) ?? null;
    if (this.target !== null) markUsed(this.target, this);
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
    return (
      this.stages.findLast((stage) => stage.index < before && stage.name === name) ??
      (/^\d+$/.test(name)
        ? this.stages.find(({ index }) => index < before && String(index) === name)
        : null) ??
      null
    );
  }
}

/** Goes through a tree once, in file order. */
class Reading {
  readonly instructions: InstructionFacts[] = [];
  readonly stages: StageFacts[] = [];
  readonly #tree: DockerfileTree;
  readonly #globals = Scope.global();
  #stage: StageFacts | null = null;
  #shell: readonly string[] = ['/bin/sh', '-c'];
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

  constructor(tree: DockerfileTree) {
    this.#tree = tree;
    if (tree.stages.length === 0) this.#begin(null);
    for (const node of tree.nodes)
      if (node.kind === 'instruction') this.#read(node);
      else if (node.kind === 'comment') this.#hear(tree.source.slice(node.range.start, node.range.end));
  }

  #read(instruction: Instruction): void {
    if (instruction.keyword === 'FROM') return this.#begin(instruction);
    const facts = this.#add(instruction, false);
    const trigger = instruction.keyword === 'ONBUILD' ? instruction.inner : null;
    if (trigger !== null) this.#add(trigger, true);
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
    const facts = from === null ? null : this.#add(from, false);
    const base = from === null ? null : baseOf(from, facts?.valueOf(from.words[0]?.raw ?? '') ?? null);
    const [, as, name] = from?.words ?? [];
    const parent =
      base?.text == null
        ? null
        : (this.stages.findLast((stage) => stage.name === base.text?.toLowerCase()) ?? null);
    const stage = new StageFacts({
      index: this.stages.length,
      name: as?.raw.toLowerCase() === 'as' && name !== undefined ? name.raw.toLowerCase() : null,
      from: facts,
      base,
      parent,
      scope: new Scope(parent?.scope ?? null, this.#globals),
    });
    if (facts !== null) facts.place.stage = stage;
    const end = parent === null ? undefined : this.#ends.get(parent);
    this.#shell = end?.shell ?? (isWindows(base) ? ['cmd', '/S', '/C'] : ['/bin/sh', '-c']);
    this.#said = end?.said ?? this.#saidForAll;
    this.#workdir = end?.workdir ?? null;
    this.#user = end?.user ?? null;
    this.#stage = stage;
    this.stages.push(stage);
  }

  #add(node: Instruction, isTrigger: boolean): InstructionFacts {
    const scope = this.#stage?.scope ?? this.#globals;
    const place: InstructionPlace = {
      source: this.#tree.source,
      tree: this.#tree,
      stage: this.#stage,
      index: this.instructions.length,
      isTrigger,
      scope,
      seen: scope.length,
      shell: this.#shell,
      saidShell: this.#said,
      workdir: this.#workdir,
      user: this.#user,
    };
    const facts = new InstructionFacts(node, place);
    this.instructions.push(facts);
    if (node.keyword !== 'FROM') this.#stage?.instructions.push(facts);
    return facts;
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
    for (const instruction of one.instructions)
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
