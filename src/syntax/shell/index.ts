/** The shell inside RUN, CMD, ENTRYPOINT and scripts. The only folder that knows the parser behind it. */
export type {
  Connector,
  ShellAssignment,
  ShellCommand,
  ShellContext,
  ShellError,
  ShellItem,
  ShellRedirect,
  ShellScript,
  ShellWord,
} from './types.ts';
export { parseShell } from './parse.ts';
export { type ShellInstruction, shellOf } from './instruction.ts';
export { insertAfterItem, keepItems, removeItem, replaceItem } from './edits.ts';
export { splitCommandLine } from './command-line.ts';
export { aptInstall, type OsPackage, type PackageCommand } from './tools/apt.ts';
export { chownCommand, type ChownCommand } from './tools/chown.ts';
export { nodeCommand, scriptOf, type NodeAction, type NodeCommand } from './tools/node.ts';
export {
  hasOption,
  readArguments,
  valuesOf,
  type CommandArguments,
  type Option,
  type OptionTable,
} from './tools/options.ts';
export { programOf, type Program } from './tools/program.ts';
export { pipCommand, type PipCommand } from './tools/pip.ts';
export { userCommand, type UserCommand } from './tools/user.ts';
