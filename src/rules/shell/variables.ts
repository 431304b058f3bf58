import type { InstructionFacts } from '../../lint/index.ts';
import {
  walkShell,
  type AssignmentNode,
  type CommandNode,
  type ParameterNode,
  type ShellTree,
  type ShellNode,
  type VariableNode,
  type WordNode,
  type WordPartNode,
} from '../../syntax/shell/index.ts';
import { DECLARING, literalOf, nameOf, partsOf, wordsOf } from './words.ts';

/** What an assignment puts into a variable: `plain` never splits, `unknown` may; `conditional` is said besides. */
type Content = 'plain' | 'empty' | 'unknown' | 'conditional';

/** Set by the shell itself and never more than one word. */
const ONE_WORD = new Set(
  '- $ ? ! # BASHPID BASH_SUBSHELL EUID LINENO OPTIND PPID RANDOM SECONDS SHLVL UID EPOCHSECONDS'.split(' '),
);

/** Build arguments that every step sees. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY'];
const MOST_NAMES = 200;

/** Where a script sets its variables; read once a script, when the first check asks. */
export class Variables {
  readonly #tree: ShellTree;
  /** those of which somebody said that nothing sets them: once is enough */
  readonly told = new Set<string>();
  readonly #instruction: InstructionFacts;
  #contents: Map<string, Set<Content>> | undefined;
  #readsMore = false;

  constructor(tree: ShellTree, instruction: InstructionFacts) {
    this.#tree = tree;
    this.#instruction = instruction;
  }

  /** The script reads a file or text of commands, which may set anything. */
  get areOpen(): boolean {
    this.#read();
    return this.#readsMore;
  }

  /** Set somewhere: in the script, or by ENV, ARG or a mount. */
  isSet(name: string): boolean {
    return this.#read().has(name) || this.isOfFile(name);
  }

  /** A name that is set and differs from this one in a single letter; of many names only the first are looked at. */
  almost(name: string): string | null {
    const names = [...this.#read().keys(), ...this.#instruction.place.scope.names(), ...PROXIES];
    return names.slice(0, MOST_NAMES).find((other) => other.length > 3 && differInOne(name, other)) ?? null;
  }

  isOfFile(name: string): boolean {
    const { place, mounts } = this.#instruction;
    const variable = this.#instruction.lookup(name);
    // what ONBUILD triggers runs in another build, which has the image's ENV but not these ARGs
    if (variable !== undefined && !(place.isTrigger && variable.kind === 'arg')) return true;
    return mounts.some(({ options }) => options.get('env') === name);
  }

  /** The variable holds one word whatever happens: a number, a fixed word; or the Dockerfile sets it. */
  isOneWord(name: string): boolean {
    if (ONE_WORD.has(name)) return true;
    const contents = this.#read().get(name);
    if (contents === undefined) return this.isOfFile(name);
    return contents.has('plain') && !contents.has('unknown');
  }

  /** Set only behind a condition or a `&&`; whoever follows no paths must take it for unset. */
  isConditional(name: string): boolean {
    return this.#read().get(name)?.has('conditional') === true && !this.isOfFile(name);
  }

  #read(): Map<string, Set<Content>> {
    if (this.#contents !== undefined) return this.#contents;
    const contents = (this.#contents = new Map<string, Set<Content>>());
    const add = (name: string, content: Content): void => {
      const known = contents.get(name);
      if (known === undefined) contents.set(name, new Set([content]));
      else known.add(content);
    };
    const nameIn = (node: ShellNode): void => {
      if (node.type === 'ArithmeticWord' && /^[A-Za-z_]\w*$/.test(node.value)) add(node.value, 'plain');
    };
    walkShell(this.#tree, (node, { parent, parents }) => {
      if (node.type === 'Assignment') {
        if (isConditional(node, parents) && !isNumber(node)) add(node.name, 'conditional');
        // before a program it holds for that alone
        const lasts = parent?.type !== 'Command' || parent.name === undefined || parent.name.pos < node.pos;
        if (lasts) add(node.name, this.#assigned(node));
      } else if (node.type === 'For' || node.type === 'Select')
        for (const word of node.wordlist ?? [null])
          add(node.name.value, word === null ? 'unknown' : this.#contentOf(word));
      else if (node.type === 'ArithmeticBinary' && /^[^=!<>]*=$/.test(node.operator)) nameIn(node.left);
      else if (node.type === 'ArithmeticUnary' && /^(?:\+\+|--)$/.test(node.operator)) nameIn(node.operand);
      else if (node.type === 'Command') this.#readCommand(node, add);
      else if (
        node.type === 'ParameterExpansion' &&
        node.operation?.type === 'Default' &&
        node.operation.operator.endsWith('=')
      )
        add(node.parameter, 'unknown');
    });
    return contents;
  }

  #readCommand(command: CommandNode, add: (name: string, content: Content) => void): void {
    const name = nameOf(command);
    if (name === '.' || name === 'source' || name === 'eval') this.#readsMore = true;
    const takesNames =
      name !== null &&
      (DECLARING.has(name) || ['read', 'mapfile', 'readarray', 'getopts', 'printf', 'wait'].includes(name));
    if (!takesNames) return;
    for (const word of wordsOf(command)) {
      const text = literalOf(word);
      if (text !== null && /^[A-Za-z_]\w*$/.test(text)) add(text, name === 'export' ? 'empty' : 'unknown');
    }
  }

  #assigned({ value, append }: AssignmentNode): Content {
    return value.type === 'Word' && append !== true ? this.#contentOf(value) : 'unknown';
  }

  #contentOf(word: WordNode): Content {
    const fixed = literalOf(word);
    if (fixed === '') return 'empty';
    if (fixed !== null) return /[\s*?[]/.test(fixed) ? 'unknown' : 'plain';
    return partsOf(word).every((part) => this.#isPlain(part)) ? 'plain' : 'unknown';
  }

  #isPlain(part: WordPartNode): boolean {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        return !/[\s*?[]/.test(part.value);
      case 'DoubleQuoted':
        return part.parts.every((child) => this.#isPlain(child));
      case 'ArithmeticExpansion':
        return true;
      case 'SimpleExpansion':
      case 'ParameterExpansion':
        return (
          isCount(part) ||
          (this.#contents?.has(variableOf(part)) === true
            ? this.isOneWord(variableOf(part))
            : ONE_WORD.has(variableOf(part)) || this.isOfFile(variableOf(part)))
        );
      default:
        return false;
    }
  }
}

/** The name in `$name`, `${name%…}`; digits and signs for the shell's own. */
export const variableOf = (part: VariableNode | ParameterNode): string =>
  part.type === 'SimpleExpansion' ? part.text.slice(1) : part.parameter;

/** `${#name}` */
export const isCount = (part: WordPartNode): boolean =>
  part.type === 'ParameterExpansion' && part.prefix === '#';

const isConditional = (node: ShellNode, parents: readonly ShellNode[]): boolean =>
  parents.some(
    ({ type, pos }) =>
      (type === 'AndOr' && pos !== node.pos) || type === 'If' || type === 'Case' || type === 'While',
  );

/** `code=$?` */
const isNumber = ({ value }: AssignmentNode): boolean =>
  value.type === 'Word' && /^\$(?:[?#!$]|\(\(.*\)\))$/.test(value.text);

/** For messages: an expansion without the texts that it may put in, for they may be secret. */
export const shown = (part: VariableNode | ParameterNode): string =>
  part.type === 'ParameterExpansion' && part.operation !== undefined
    ? `\`\${${variableOf(part)}…}\``
    : `\`${part.text}\``;

function differInOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}
