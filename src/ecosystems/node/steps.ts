import { is } from '../../model/stages.ts';
import type { Instruction, Stage } from '../../syntax/dockerfile/index.ts';
import {
  chownCommand,
  nodeCommand,
  shellOf,
  userCommand,
  type NodeCommand,
  type ShellCommand,
  type ShellItem,
  type ShellScript,
} from '../../syntax/shell/index.ts';
import { envPairs } from '../../syntax/dockerfile/index.ts';
import { installCommands, isHousekeeping } from '../os/install-commands.ts';
import { absoluteIn, joined } from '../source-copy.ts';

/**
 * What a part of a RUN is for: OS packages; accounts and owners; the project's dependencies; programs for the whole
 * image; settings of package managers; taking away what the build needed; making and moving files with the shell's own
 * tools; anything else, which may make files.
 */
export type Role =
  'os-packages' | 'accounts' | 'install' | 'global' | 'configure' | 'clean' | 'files' | 'work';

/** An element of the top-level list of a RUN, with what it is for. */
export interface Part {
  item: ShellItem;
  role: Role;
  commands: ShellCommand[];
}

/** An installation of a project's dependencies. */
export interface Install {
  instruction: Instruction;
  part: Part;
  command: ShellCommand;
  node: NodeCommand;
  /** the project's folder in the image, absolute */
  folder: string;
  /** dev dependencies are left out as it stands */
  production: boolean;
}

/** A RUN with its parts. */
export interface Step {
  instruction: Instruction;
  script: ShellScript;
  parts: Part[];
  installs: Install[];
}

/** The parts of a step that are for one of these purposes. */
export const partsOf = (step: Step, ...roles: Part['role'][]): Part[] =>
  step.parts.filter(({ role }) => roles.includes(role));

/** A RUN taken to pieces; null for other instructions, for the exec form, and for shell that is not understood. */
export function stepOf(stage: Stage, instruction: Instruction, source: string): Step | null {
  const script = is(instruction, 'RUN') ? shellOf(instruction, source) : null;
  if (script === null || !script.complete) return null;
  const osInstalls = installCommands(instruction, source).map(({ command }) => command.range.start);
  const parts = script.list.map((item): Part => {
    const commands = script.commands.filter(({ topLevelIndex }) => topLevelIndex === item.index);
    return { item, commands, role: partRole(commands, osInstalls) };
  });
  return { instruction, script, parts, installs: installsOf(stage, instruction, parts) };
}

export const stepsOf = (stage: Stage, source: string): Step[] =>
  stage.instructions.flatMap((one) => stepOf(stage, one, source) ?? []);

/** The role of the command that counts most; one that may make files makes the part work. */
function partRole(commands: readonly ShellCommand[], osInstalls: readonly number[]): Role {
  const roles = commands.map((command) => commandRole(command, osInstalls));
  const order: Role[] = [
    'work',
    'install',
    'os-packages',
    'global',
    'configure',
    'accounts',
    'clean',
    'files',
  ];
  return order.find((role) => roles.includes(role)) ?? 'files';
}

const FILES =
  /^(mkdir|chmod|cp|mv|rm|ln|touch|echo|printf|sed|cat|true|:|set|cd|test|\[|ls|pwd|export|find|sleep|install|umask|touch|date)$/;

function commandRole(command: ShellCommand, osInstalls: readonly number[]): Role {
  if (osInstalls.includes(command.range.start)) return 'os-packages';
  const node = nodeCommand(command);
  if (node !== null) return nodeRole(node);
  if (userCommand(command) !== null || chownCommand(command) !== null) return 'accounts';
  if (isHousekeeping(command)) return command.name === 'set' ? 'files' : 'os-packages';
  if (
    command.name === 'rm' &&
    command.words.some(({ raw }) => /(^|\/)(node_modules|\.npm|\.cache)\b/.test(raw))
  )
    return 'clean';
  if (command.name !== null && FILES.test(command.name.slice(command.name.lastIndexOf('/') + 1)))
    return 'files';
  return command.words.length === 0 ? 'files' : 'work';
}

function nodeRole({ action, tool, verb }: NodeCommand): Role {
  if (action === 'install' || action === 'add') return 'install';
  if (action === 'add-global' || action === 'enable') return 'global';
  if (action === 'prune' || action === 'clean-cache') return 'clean';
  if (action === 'configure') return 'configure';
  if (tool === 'yarn' && verb === 'workspaces') return 'install';
  if (tool === 'pnpm' && verb === 'fetch') return 'install';
  return 'work';
}

function installsOf(stage: Stage, instruction: Instruction, parts: readonly Part[]): Install[] {
  const found: Install[] = [];
  let folder = absoluteIn(stage, instruction, '.');
  let hidesDev = hidesDevDependencies(stage, instruction);
  for (const part of parts) {
    // a subshell's `cd` and variables end with it
    const before = { folder, hidesDev };
    for (const command of part.commands) {
      const [, to] = command.words;
      if (command.name === 'cd' && to !== undefined) folder = joined(folder, to.value ?? to.raw);
      if (command.name === 'export' && command.words.some(({ value }) => value === 'NODE_ENV=production'))
        hidesDev = true;
      const node = nodeCommand(command);
      if (node === null || nodeRole(node) !== 'install') continue;
      const assigned = command.assignments.find(({ name }) => name === 'NODE_ENV')?.value;
      const byEnvironment = assigned === undefined ? hidesDev : assigned === 'production';
      found.push({
        instruction,
        part,
        command,
        node,
        folder: node.folder === null ? folder : joined(folder, node.folder),
        production: node.production ?? byEnvironment,
      });
    }
    if (part.commands.some(({ inSubshell }) => inSubshell)) ({ folder, hidesDev } = before);
  }
  return found;
}

/** Whether the environment of an instruction says that dev dependencies stay out. */
function hidesDevDependencies(stage: Stage, instruction: Instruction): boolean {
  let hides = false;
  for (const one of stage.instructions.slice(0, stage.instructions.indexOf(instruction))) {
    if (!is(one, 'ENV', 'ARG')) continue;
    for (const { name, value } of envPairs(one)) {
      if (name === 'NODE_ENV') hides = value === 'production';
      if (/^npm_config_(production|only|omit)$/i.test(name))
        hides = /^(true|prod(uction)?|dev)$/.test(value ?? '');
    }
  }
  return hides;
}
