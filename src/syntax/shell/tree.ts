import { forEachChild } from 'unbash';
import type {
  AndOr,
  Assignment,
  Command,
  ParameterExpansionPart,
  ParsedScript,
  Redirection,
  SimpleExpansionPart,
  SyntaxNode,
  Word,
  WordPart,
} from 'unbash';
import type { Range } from '../text.ts';
import { type Mapping, wholeOf } from './mapping.ts';

/** The nodes of a script's tree, for those that need more than its simple commands. */
export type ShellNode = SyntaxNode;
export type ShellNodeOf<Type extends ShellNode['type']> = Extract<ShellNode, { type: Type }>;
export type {
  AndOr as AndOrNode,
  Assignment as AssignmentNode,
  Command as CommandNode,
  ParameterExpansionPart as ParameterNode,
  Redirection as RedirectionNode,
  SimpleExpansionPart as VariableNode,
  Word as WordNode,
  WordPart as WordPartNode,
};

export interface ShellTree {
  root: ParsedScript;
  text: string;
  mapping: Mapping;
}

interface Span {
  pos: number;
  end: number;
}

/** Where a walk stands: the nodes around the visited one, and how its offsets are to be read. */
export class ShellPlace {
  /** from the outside in, the visited node not among them */
  readonly parents: ShellNode[] = [];
  readonly root: ShellNode;
  #text: string;
  #mapping: Mapping;
  #isExact = true;

  constructor(tree: ShellTree) {
    this.root = tree.root;
    this.#text = tree.text;
    this.#mapping = tree.mapping;
  }

  /** the text that `pos` and `end` of the visited nodes count in */
  get text(): string {
    return this.#text;
  }

  /** false within backticks with escapes: there every range is that of the whole substitution */
  get isExact(): boolean {
    return this.#isExact;
  }

  get parent(): ShellNode | undefined {
    return this.parents.at(-1);
  }

  /** Where a node stands in the file. */
  range({ pos, end }: Span): Range {
    return this.#mapping.range(pos, end);
  }

  /** Visits a node and all below it, in source order. */
  walk(node: ShellNode, visit: (node: ShellNode, place: ShellPlace) => void): void {
    visit(node, this);
    const outer = { text: this.#text, mapping: this.#mapping, isExact: this.#isExact };
    const inner =
      node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution' ? node.script : null;
    if (inner?.source !== undefined) {
      this.#mapping = wholeOf(this.#mapping.range(node.pos, node.end));
      this.#text = inner.source;
      this.#isExact = false;
    }
    this.parents.push(node);
    forEachChild(node, (child) => this.walk(child, visit));
    this.parents.pop();
    this.#text = outer.text;
    this.#mapping = outer.mapping;
    this.#isExact = outer.isExact;
  }
}

/** Visits every node of a script, each with its place, in source order. */
export function walkShell(tree: ShellTree, visit: (node: ShellNode, place: ShellPlace) => void): void {
  new ShellPlace(tree).walk(tree.root, visit);
}
