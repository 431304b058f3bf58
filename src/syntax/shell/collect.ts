import { forEachChild } from 'unbash';
import type { Command, ParsedScript, PipelineNode, Statement, SyntaxNode } from 'unbash';
import type { Connector, ShellCommand, ShellContext, ShellError } from './types.ts';
import { type Mapping, wholeOf } from './mapping.ts';
import { shellAssignment, shellRedirect, shellWord } from './words.ts';

/** Where the walk stands. */
interface Place {
  text: string;
  mapping: Mapping;
  topLevelIndex: number;
  context: ShellContext[];
  connector: Connector;
  negated: boolean;
}

export interface Collected {
  commands: ShellCommand[];
  errors: ShellError[];
}

const OWN_PROCESS = new Set<ShellContext>(['pipeline', 'subshell', 'substitution']);

/** Every simple command below one element of the top-level list. */
export function collectCommands(
  node: SyntaxNode,
  at: { text: string; mapping: Mapping; topLevelIndex: number; connector: Connector },
): Collected {
  const found: Collected = { commands: [], errors: [] };
  visit(node, { ...at, context: [], negated: false }, found);
  return found;
}

/** How a statement is joined to the one before it in the same list. */
export function joinBetween(before: Statement | undefined, after: Statement, text: string): Connector {
  if (before === undefined) return 'first';
  if (before.background === true) return '&';
  return text.slice(before.end, after.pos).trimStart().startsWith(';') ? ';' : '\n';
}

/** The members of an and-or list, each with its connector; a statement without `&&` has one. */
export function andOrMembers(statement: Statement, first: Connector): [PipelineNode, Connector][] {
  const { command } = statement;
  if (command.type !== 'AndOr') return [[command, first]];
  return command.commands.map((member, index) => [member, command.operators[index - 1] ?? first]);
}

function visit(node: SyntaxNode, place: Place, found: Collected): void {
  const within = (context: ShellContext): Place => ({
    ...place,
    context: [...place.context, context],
    negated: false,
  });
  switch (node.type) {
    case 'Script':
    case 'CompoundList':
      return visitList(node.commands, place, found);
    case 'Command':
      return visitCommand(node, place, found);
    case 'Pipeline': {
      const negated = node.prefixes.some((prefix) => prefix.type === 'Negation');
      const inner = node.commands.length > 1 ? within('pipeline') : place;
      for (const [index, command] of node.commands.entries())
        visit(command, { ...inner, negated, connector: index === 0 ? place.connector : '|' }, found);
      return;
    }
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return visitSubstitution(node, within('substitution'), found);
    case 'Subshell':
    case 'Coproc':
      return visitChildren(node, within('subshell'), found);
    case 'BraceGroup':
      return visitChildren(node, within('group'), found);
    case 'If':
      return visitChildren(node, within('condition'), found);
    case 'For':
    case 'ArithmeticFor':
    case 'Select':
    case 'While':
      return visitChildren(node, within('loop'), found);
    case 'Case':
      return visitChildren(node, within('case'), found);
    case 'Function':
      return visitChildren(node, within('function'), found);
    default:
      return visitChildren(node, place, found);
  }
}

function visitChildren(node: SyntaxNode, place: Place, found: Collected): void {
  forEachChild(node, (child) => visit(child, { ...place, connector: 'first' }, found));
}

function visitList(statements: readonly Statement[], place: Place, found: Collected): void {
  for (const [index, statement] of statements.entries()) {
    const first = joinBetween(statements[index - 1], statement, place.text);
    for (const [member, connector] of andOrMembers(statement, first))
      visit(member, { ...place, connector }, found);
  }
}

function visitSubstitution(
  node: SyntaxNode & { type: 'CommandExpansion' | 'ProcessSubstitution' },
  place: Place,
  found: Collected,
): void {
  const script: ParsedScript | undefined = node.script;
  if (script === undefined) return;
  const inner: Place =
    script.source === undefined
      ? place
      : { ...place, text: script.source, mapping: wholeOf(place.mapping.range(node.pos, node.end)) };
  for (const error of script.errors ?? [])
    found.errors.push({ message: error.message, offset: inner.mapping.offset(error.pos) });
  visit(script, { ...inner, connector: 'first' }, found);
}

function visitCommand(node: Command, place: Place, found: Collected): void {
  const { mapping, context, connector, negated, topLevelIndex } = place;
  const words = [...(node.name === undefined ? [] : [node.name]), ...node.args].map((word) =>
    shellWord(word, mapping),
  );
  found.commands.push({
    name: words[0]?.value ?? null,
    words,
    assignments: node.prefix
      .filter((prefix) => prefix.type === 'Assignment')
      .map((assignment) => shellAssignment(assignment, mapping)),
    redirects: node.redirects.map((redirect) => shellRedirect(redirect, mapping)),
    range: mapping.range(node.pos, node.end),
    connector,
    context,
    depth: context.length,
    inSubshell: context.some((one) => OWN_PROCESS.has(one)),
    negated,
    topLevelIndex,
  });
  visitChildren(node, { ...place, negated: false }, found);
}
