import type { DockerfileTree, Instruction, Range } from '../../syntax/dockerfile/index.ts';
import { shellOf, type ShellScript, type ShellWord } from '../../syntax/shell/index.ts';
import type { Surroundings } from '../surroundings.ts';
import { commandsOf, type Command } from './command.ts';
import { Once } from './once.ts';
import { mountsOf, type Mount } from './mounts.ts';
import type { BuiltText, Scope, Variable } from './scope.ts';
import type { StageFacts } from './stage.ts';

/** Where an instruction stands, and what holds there. */
export interface InstructionPlace {
  source: string;
  /** what lies around the file */
  around: Surroundings;
  /** the file that it stands in, for edits */
  tree: DockerfileTree;
  /** null before the first FROM */
  stage: StageFacts | null;
  /** its place among all instructions of the file */
  index: number;
  /** it is what an ONBUILD triggers in another build */
  isTrigger: boolean;
  /** the FROM whose stage runs it as a trigger of the stage that it starts from; else null */
  triggeredBy: InstructionFacts | null;
  /** what variables it sees: the first `seen` instructions of the scope */
  scope: Scope;
  seen: number;
  /** SHELL as it holds here */
  shell: readonly string[];
  /** a SHELL of the file sets it */
  isShellChosen: boolean;
  /** the program that `# hadolint shell=` names as the one that really reads what follows; null without such a line */
  saidShell: string | null;
  /** WORKDIR as it holds here, before this instruction; null where it is the base's */
  workdir: string | null;
  /** USER as it holds here, before this instruction; null where it is the base's */
  user: string | null;
}

/** An instruction with what rules ask of it; what costs time is made when it is first asked for. */
export class InstructionFacts {
  readonly node: Instruction;
  readonly place: InstructionPlace;
  #script: ShellScript | null | undefined;
  #commands: readonly Command[] | undefined;
  #mounts: readonly Mount[] | undefined;
  #once: Once<InstructionFacts> | undefined;

  constructor(node: Instruction, place: InstructionPlace) {
    this.node = node;
    this.place = place;
  }

  /** What a function works out about it, which is called the first time only. */
  once<Value>(make: (instruction: InstructionFacts) => Value): Value {
    this.#once ??= new Once<InstructionFacts>(this);
    return this.#once.get(make);
  }

  get keyword(): string {
    return this.node.keyword;
  }

  get stage(): StageFacts | null {
    return this.place.stage;
  }

  /** where the keyword stands: the usual place of a finding about the whole instruction */
  get at(): Range {
    return this.place.triggeredBy?.at ?? this.node.keywordRange;
  }

  /**
   * A place in the instruction if it lies in the first line, else the keyword: BuildKit and hadolint tell an instruction's
   * first line whatever they find in it.
   */
  inFirstLine(range: Range): Range {
    if (this.place.triggeredBy !== null) return this.at;
    const newline = this.place.source.indexOf('\n', this.node.range.start);
    if (newline === -1 || range.start < newline) return range;
    // the escape character may stand alone on the line above the keyword
    const { keywordRange } = this.node;
    return keywordRange.start < newline ? keywordRange : { start: this.node.range.start, end: newline };
  }

  /** The shell form's script, or the exec form as a script of one command; null where no shell reads it. */
  get script(): ShellScript | null {
    if (this.#script === undefined)
      this.#script =
        this.shellName === null && this.node.json === null
          ? null
          : (shellOf(this.node, this.place.source) ?? scriptOfArray(this.node, this.place.source));
    return this.#script;
  }

  /** In source order, those in substitutions and subshells too. */
  get commands(): readonly Command[] {
    this.#commands ??= this.script === null ? [] : commandsOf(this.script, this);
    return this.#commands;
  }

  get mounts(): readonly Mount[] {
    this.#mounts ??= this.keyword === 'RUN' ? mountsOf(this.node.flags) : [];
    return this.#mounts;
  }

  /** `sh`, `bash`, …: the shell that reads the shell form; null for what is none that we read (PowerShell, cmd). */
  get shellName(): string | null {
    const name = programName(this.place.saidShell ?? this.place.shell[0] ?? 'sh');
    return /^(?:ba|da|a|k|z|mk)?sh$/.test(name) ? name : null;
  }

  /** The same, but for a here-document that names its own interpreter (`#!/bin/bash`). */
  get scriptShell(): string | null {
    const [, program = '', argument] = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(this.script?.text ?? '') ?? [];
    if (program === '') return this.shellName;
    return programName(program.endsWith('/env') && argument !== undefined ? argument : program);
  }

  lookup(name: string): Variable | undefined {
    return this.place.scope.lookup(name, this.place.seen);
  }

  /** A text with the variables put in as a build without build arguments would. */
  built(raw: string, quotes: 'taken off' | 'kept' = 'taken off'): BuiltText {
    return this.place.scope.built(raw, this.place.seen, this.node.escape, quotes);
  }

  /** A word with the file's variables put in; null when one of them is not known. */
  valueOf(raw: string): string | null {
    return this.place.scope.valueOf(raw, this.place.seen, this.node);
  }
}

const programName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();

/** The exec form: one command, its words standing where the array's strings do. */
function scriptOfArray(
  { json, words, range, argument, keyword }: Instruction,
  source: string,
): ShellScript | null {
  if (json === null || json.length === 0 || !['RUN', 'CMD', 'ENTRYPOINT'].includes(keyword)) return null;
  const shellWords: ShellWord[] = json.map((value, index) => ({
    raw: value,
    value,
    glob: false,
    range: words[index]?.range ?? range,
  }));
  return {
    source,
    text: argument,
    commands: [
      {
        name: json[0] ?? null,
        words: shellWords,
        assignments: [],
        redirects: [],
        range,
        connector: 'first',
        context: [],
        depth: 0,
        inSubshell: false,
        negated: false,
        topLevelIndex: 0,
      },
    ],
    list: [{ index: 0, range, connector: 'first', background: false, hereDocuments: [] }],
    errors: [],
    tree: null,
    complete: true,
  };
}
