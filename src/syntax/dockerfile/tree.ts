import type { Edit, Range } from '../text.ts';

export type Escape = '\\' | '`';

/** `# syntax=`, `# escape=` and `# check=` lines at the very top. */
export interface Directive {
  name: string;
  value: string;
  range: Range;
}

/** A word of an instruction as BuildKit sees it. */
export interface Word {
  /** the word with its quotes still on and continuations taken out */
  raw: string;
  /** quotes and escapes taken off; variables are not expanded */
  value: string;
  /** where it stands in the file; it may span continuations */
  range: Range;
  /** offset of its first character in the instruction's `argument` */
  at: number;
}

/** `--name=value`, or `--name` alone (value null). */
export interface Flag {
  name: string;
  value: string | null;
  range: Range;
}

/** A here-document of RUN, COPY or ADD. */
export interface Heredoc {
  /** the terminator's name, quotes off */
  name: string;
  /** false when the name was quoted: variables in the body stay as they are */
  expand: boolean;
  /** `<<-`: leading tabs of the body are taken off */
  chomp: boolean;
  fileDescriptor: number;
  /** the body's bytes as they stand in the file, tabs included */
  body: string;
  bodyRange: Range;
  /** `<<EOF` on the instruction's own line */
  markerRange: Range;
}

/** One stretch of the logical line: where its text stands in the file (continuations and comments lie between). */
export interface Segment {
  /** offset in the instruction's `argument` text */
  at: number;
  range: Range;
}

/** Problems are kept as data at their place; the rest of the file is still parsed. */
export interface SyntaxProblem {
  code:
    | 'unknown-instruction'
    | 'missing-argument'
    | 'bad-argument'
    | 'bad-flag'
    | 'unterminated-heredoc'
    | 'bad-json'
    | 'no-from'
    | 'bad-directive';
  message: string;
  range: Range;
}

export interface Instruction {
  kind: 'instruction';
  /** upper case: FROM, RUN, … ; also for unknown ones (a problem tells) */
  keyword: string;
  keywordRange: Range;
  /**
   * From the keyword's first byte (or that of an escape character alone on its line before it) to the last byte of the
   * last line, here-documents included, without the line ending.
   */
  range: Range;
  flags: Flag[];
  /**
   * What follows keyword and flags as one logical line: continuations joined, comment lines between them taken out,
   * outer blanks trimmed. `segments` maps it back into the file.
   */
  argument: string;
  argumentRange: Range;
  segments: Segment[];
  /** exec form: the array's strings; null in shell form and where there is no array */
  json: string[] | null;
  /** the words of the argument, for the keywords that have words (all but shell-form RUN, CMD, ENTRYPOINT) */
  words: Word[];
  heredocs: Heredoc[];
  /** the triggered instruction of ONBUILD, or what follows CMD in HEALTHCHECK */
  inner: Instruction | null;
  /** the file's escape character */
  escape: Escape;
  /** the escape character that continues the last line although the file ends there; null where there is none */
  dangling: Range | null;
}

/** A whole-line comment that is not within an instruction. */
export interface Comment {
  kind: 'comment';
  range: Range;
}

/** Blank lines (blanks and line endings only), the blanks before an indented line's text, or a byte order mark. */
export interface Blank {
  kind: 'blank';
  range: Range;
}

export interface DirectiveNode extends Directive {
  kind: 'directive';
}

export type Node = Instruction | Comment | Blank | DirectiveNode;

/** FROM and what follows it up to the next FROM. */
export interface Stage {
  index: number;
  /** the name given with AS, lower-cased as BuildKit does; null when there is none */
  name: string | null;
  from: Instruction;
  /** image reference or stage name as written, variables not expanded */
  base: string;
  platform: string | null;
  /** the instructions after FROM, in order */
  instructions: Instruction[];
}

export interface DockerfileTree {
  readonly source: string;
  readonly escape: Escape;
  readonly directives: Directive[];
  /** everything in order; nodes and the line endings between them make up the whole source */
  readonly nodes: Node[];
  readonly instructions: Instruction[];
  /** ARG instructions before the first FROM */
  readonly globalArgs: Instruction[];
  readonly stages: Stage[];
  readonly problems: SyntaxProblem[];
  /** the same bytes as were parsed */
  toString(): string;
}

export type { Edit, Range };
