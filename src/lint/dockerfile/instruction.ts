import type { DockerfileTree, Instruction, Range } from '../../syntax/dockerfile/index.ts';
import { shellOf, type ShellScript, type ShellWord } from '../../syntax/shell/index.ts';
import { commandsOf, type Command } from './command.ts';
import { mountsOf, type Mount } from './mounts.ts';
import type { Scope, Variable } from './scope.ts';
import type { StageFacts } from './stage.ts';

/** Where an instruction stands, and what holds there. */
export interface InstructionPlace {
  source: string;
  tree: DockerfileTree;
  /** null before the first FROM */
  stage: StageFacts | null;
  /** its place among all instructions of the file */
  index: number;
  /** it is what an ONBUILD triggers in another build */
  isTrigger: boolean;
  /** what variables it sees: the first `seen` instructions of the scope */
  scope: Scope;
  seen: number;
  /** SHELL as it holds here */
  shell: readonly string[];
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

  constructor(node: Instruction, place: InstructionPlace) {
    this.node = node;
    this.place = place;
  }

  get keyword(): string {
    return this.node.keyword;
  }

  get stage(): StageFacts | null {
    return this.place.stage;
  }

  /** where the keyword stands: the usual place of a finding about the whole instruction */
  get at(): Range {
    return this.node.keywordRange;
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
