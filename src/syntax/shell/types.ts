import type { Range } from '../text.ts';
import type { ShellTree } from './tree.ts';

/** A word of a command; all ranges are offsets in the script's `source`. */
export interface ShellWord {
  raw: string;
  /** quotes and escapes taken off; null when it holds expansions, so that its value is known only at run time */
  value: string | null;
  /** has unquoted `*`, `?` or `[…]`: the shell puts file names in its place; `value` is the pattern */
  glob: boolean;
  range: Range;
}

/** `NAME=value` before a command, or on its own. */
export interface ShellAssignment {
  name: string;
  /** null when it holds expansions or is an array */
  value: string | null;
  range: Range;
}

export interface ShellRedirect {
  operator: string;
  /** the file or descriptor; null when dynamic, and for here-documents */
  target: string | null;
  range: Range;
}

/** How a command is joined to the one before it at its level; `\n` stands for a new line. */
export type Connector = 'first' | '&&' | '||' | ';' | '&' | '\n' | '|';

/** What a command stands in, besides the top-level list. */
export type ShellContext =
  'pipeline' | 'subshell' | 'substitution' | 'group' | 'condition' | 'loop' | 'case' | 'function';

/** A simple command, wherever it stands. */
export interface ShellCommand {
  /** the program as written with its quotes off; null when dynamic, or when there are only assignments or redirects */
  name: string | null;
  /** the program's word first; empty when there are only assignments or redirects */
  words: ShellWord[];
  assignments: ShellAssignment[];
  redirects: ShellRedirect[];
  range: Range;
  connector: Connector;
  /** from the outside in; empty for an element of the top-level list that is a command itself */
  context: ShellContext[];
  depth: number;
  /** runs in a process of its own: `cd` and variables do not last beyond it */
  inSubshell: boolean;
  /** `! command` */
  negated: boolean;
  /** index in the script's `list` */
  topLevelIndex: number;
}

/** One element of the top-level list: what stands between `&&`, `||`, `;`, `&` and new lines. */
export interface ShellItem {
  index: number;
  range: Range;
  /** between the element before and this one */
  connector: Connector;
  /** ends with `&`, which is within its range */
  background: boolean;
  /** bodies of its here-documents, each with the line that ends it; they stand after the line of the element */
  hereDocuments: Range[];
}

export interface ShellError {
  message: string;
  offset: number;
}

export interface ShellScript {
  /** the text that all ranges point into: the script itself, or the Dockerfile that it stands in */
  source: string;
  /** what the shell is given */
  text: string;
  /** in source order */
  commands: ShellCommand[];
  list: ShellItem[];
  errors: ShellError[];
  /** for `walkShell`; null for the exec form, which no shell reads */
  tree: ShellTree | null;
  /** everything was understood */
  complete: boolean;
}
