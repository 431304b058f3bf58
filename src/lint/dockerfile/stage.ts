import type { ImageReference } from '../../model/image-reference/index.ts';
import { parseReference } from '../../model/image-reference/index.ts';
import type { Instruction, Range } from '../../syntax/dockerfile/index.ts';
import type { InstructionFacts } from './instruction.ts';
import { Once } from './once.ts';
import type { Scope } from './scope.ts';
import { systemShell, type SystemShell } from './base-shell.ts';

/** What a stage starts from. */
export interface Base {
  /** as written, quotes and variables in place; '' where FROM names nothing */
  raw: string;
  /** the file's variables put in; null when one of them is not known */
  text: string | null;
  /** taken apart; null for `scratch`, for a stage, and for what is no reference */
  reference: ImageReference | null;
  isScratch: boolean;
  /** where it stands */
  range: Range;
}

/** FROM and what belongs to it. In a fragment without FROM there is one stage whose base is not known. */
export class StageFacts {
  readonly index: number;
  /** lower case, as BuildKit compares it; null without AS */
  readonly name: string | null;
  readonly from: InstructionFacts | null;
  readonly base: Base | null;
  /** the earlier stage that it starts from; null for an image */
  readonly parent: StageFacts | null;
  /** the image at the bottom of the chain of stages */
  readonly rootBase: Base | null;
  readonly scope: Scope;
  /** in order, FROM not among them; triggers stand behind their ONBUILD */
  readonly instructions: InstructionFacts[] = [];
  /** what its ONBUILDs have the stages do that start from it */
  readonly triggers: InstructionFacts[] = [];
  /** what ONBUILD of the stage that this one starts from does first; not among the instructions of the file */
  readonly triggered: InstructionFacts[] = [];
  /** it is the target or one that the target starts from: what it writes is shipped */
  ships = false;
  /** the target cannot be built without it */
  isUsed = false;
  /** it is built, as far as anybody asked: all stages are where no target was named */
  isAsked = true;
  #once: Once<StageFacts> | undefined;

  constructor(made: {
    index: number;
    name: string | null;
    from: InstructionFacts | null;
    base: Base | null;
    parent: StageFacts | null;
    scope: Scope;
  }) {
    this.index = made.index;
    this.name = made.name;
    this.from = made.from;
    this.base = made.base;
    this.parent = made.parent;
    this.rootBase = made.parent === null ? made.base : made.parent.rootBase;
    this.scope = made.scope;
  }

  /** What a function works out about it, which is called the first time only. */
  once<Value>(make: (stage: StageFacts) => Value): Value {
    this.#once ??= new Once<StageFacts>(this);
    return this.#once.get(make);
  }

  /** Where to tell what the stage lacks. */
  get at(): Range {
    return this.from?.node.range ?? { start: 0, end: 0 };
  }

  /** The stage at the bottom of the chain, which starts from an image. */
  get root(): StageFacts {
    return chainOf(this).at(-1) ?? this;
  }

  /** What `/bin/sh` is in it, judged by the image's name; null where that does not tell. */
  get systemShell(): SystemShell | null {
    return systemShell(this.rootBase);
  }

  /** The last instruction of the keyword that the stage has itself, triggers left out. */
  own(keyword: string): InstructionFacts | null {
    return this.instructions.findLast((one) => one.keyword === keyword && !one.place.isTrigger) ?? null;
  }

  /** The same with those of the stages that it starts from: what holds in its image, as far as the file tells. */
  effective(keyword: string): InstructionFacts | null {
    for (const stage of chainOf(this)) {
      const found = stage.own(keyword);
      if (found !== null) return found;
    }
    return null;
  }
}

/** A stage, the one that it starts from, and so on. */
function chainOf(first: StageFacts): StageFacts[] {
  const chain: StageFacts[] = [];
  for (let stage: StageFacts | null = first; stage !== null; stage = stage.parent) chain.push(stage);
  return chain;
}

export function baseOf(from: Instruction, text: string | null): Base {
  const raw = from.words[0]?.raw ?? '';
  const isScratch = text === 'scratch';
  return {
    raw,
    text,
    isScratch,
    reference: text === null || isScratch ? null : parseReference(text),
    range: from.words[0]?.range ?? from.range,
  };
}
