import type { CommandNode, ShellNodeOf } from '../../syntax/shell/index.ts';
import { defineShellCheck, once, run, type ShellScene } from './check.ts';
import { isCount, shown, variableOf } from './variables.ts';
import { commandAround, isProgram, isUnsplit, nameOf } from './words.ts';

type Expansion = ShellNodeOf<'SimpleExpansion'> | ShellNodeOf<'ParameterExpansion'>;

/** A variable or a command's output without quotes is split at blanks and its patterns are matched against files. */
export const quoting = defineShellCheck({
  faults: {
    'unquoted-variable': { codes: ['SC2086'], severity: 'info' },
    // a fixed text without blanks: ShellCheck tells it where a `&&` or a condition stands before the assignment
    'unquoted-fixed-variable': { codes: ['SC2086'], severity: 'info', recommended: false },
    'unquoted-arguments': { codes: ['SC2068', 'SC2048'], severity: 'error' },
    'unquoted-substitution': { codes: ['SC2046'], severity: 'warning' },
  },

  visits: {
    SimpleExpansion: lookAtVariable,
    ParameterExpansion: lookAtVariable,
    CommandExpansion(node, scene) {
      const { place } = scene;
      if (node.script === undefined || node.script.commands.length === 0) return;
      if (isUnsplit(place, scene.isPosix) || isProgram(node, place) || givesNumbers(node)) return;
      scene.report({
        id: 'unquoted-substitution',
        at: node,
        message: `The output of ${programsOf(node)} is split at blanks and matched against file names; put it in double quotes unless it is meant to be several words.`,
        fix: (range) => inQuotes(range),
      });
    },
  },

  invalid: [
    once('unquoted-variable', 'cp $SOURCE /app', 'cp "$SOURCE" /app'),
    once(
      'unquoted-variable',
      'V="$(cat version)" && curl -O https://x.dev/a-${V}.tgz',
      'V="$(cat version)" && curl -O https://x.dev/a-"${V}".tgz',
    ),
    once('unquoted-fixed-variable', 'make && V=1.2 && echo $V', 'make && V=1.2 && echo "$V"'),
    once('unquoted-arguments', 'f() { cp $@ /x; }; f a b', 'f() { cp "$@" /x; }; f a b'),
    once('unquoted-substitution', 'tar -xf $(ls /tmp/*.tgz)', 'tar -xf "$(ls /tmp/*.tgz)"'),
  ],
  valid: [
    { text: run('V=1.2 && curl -O https://x.dev/a-$V.tgz') },
    { text: 'FROM debian:13\nENV NAME=app\nRUN mkdir /srv/$NAME\n' },
    { text: run('make -j$(nproc)'.replace('$(nproc)', '"$(nproc)"')) },
    { text: run('for f in $FILES; do echo "$f"; done; A=$B; [ $# -gt 0 ] && exit $?') },
    { text: run("awk '{print $1}' /etc/passwd") },
  ],
});

function lookAtVariable(node: Expansion, scene: ShellScene): void {
  const { place, variables } = scene;
  const name = variableOf(node);
  if (isCount(node) || isUnsplit(place, scene.isPosix) || isProgram(node, place)) return;
  const isList =
    name === '@' ||
    (node.type === 'ParameterExpansion' && node.index !== undefined && /^[@*]$/.test(node.index.text));
  if (isList) {
    if (node.type === 'ParameterExpansion' && node.operation !== undefined) return;
    scene.report({
      id: 'unquoted-arguments',
      at: node,
      message: `\`${node.text}\` without quotes falls apart where an element has a blank; write it in double quotes.`,
      ...(name === '@' ? { fix: inQuotes } : {}),
    });
    return;
  }
  if (node.type === 'ParameterExpansion' && hasOwnQuotes(node)) return;
  const isFixed = variables.isOneWord(name) && !mayBeReplaced(node);
  if (isFixed && !variables.isConditional(name)) return;
  const command = commandAround(place);
  if (command !== null && isRunOrSet(node, command)) return;
  scene.report({
    id: isFixed ? 'unquoted-fixed-variable' : 'unquoted-variable',
    at: node,
    message: isFixed
      ? `${shown(node)} is one word as it is set here, but stays so only in double quotes when the value changes.`
      : `${shown(node)} is split at blanks and matched against file names before ${command === null ? 'it is used' : `\`${nameOf(command) ?? 'the command'}\` sees it`}; put it in double quotes unless it is meant to be several words.`,
    fix: inQuotes,
  });
}

/** `exec $COMMAND` is meant to split; `: ${A:=b}` is there to set A. */
function isRunOrSet(node: Expansion, command: CommandNode): boolean {
  if (command.name === undefined) return true;
  const name = nameOf(command);
  if (name === 'exec') return command.args[0]?.pos === node.pos;
  return name === ':' && node.type === 'ParameterExpansion' && node.operation?.type === 'Default';
}

/** `${A:+…}` puts in something else, which has its own quotes or not. */
const hasOwnQuotes = ({ operation }: ShellNodeOf<'ParameterExpansion'>): boolean =>
  operation?.type === 'Default' && operation.operator.endsWith('+');

/** `${A:-b c}` may be something else than what A holds. */
const mayBeReplaced = (node: Expansion): boolean =>
  node.type === 'ParameterExpansion' &&
  node.operation?.type === 'Default' &&
  /[\s$`*?]/.test(node.operation.operand.text);

const inQuotes = ({ start, end }: { start: number; end: number }) => [
  { range: { start, end: start }, text: '"' },
  { range: { start: end, end }, text: '"' },
];

/** Commands that print numbers, one a line: `$(seq 3)` is meant to be split. */
function givesNumbers({ script }: ShellNodeOf<'CommandExpansion'>): boolean {
  const [first] = script?.commands ?? [];
  const command = first?.command;
  return command?.type === 'Command' && /^(?:seq|pgrep)$/.test(nameOf(command) ?? '');
}

/** For messages: the program, without its arguments, for they may be secret. */
function programsOf({ script }: ShellNodeOf<'CommandExpansion'>): string {
  const command = script?.commands[0]?.command;
  const name = script?.commands.length === 1 && command?.type === 'Command' ? nameOf(command) : null;
  return name === null ? 'the commands' : `\`${name}\``;
}
