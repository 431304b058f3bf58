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
export {
  ShellPlace,
  walkShell,
  type AndOrNode,
  type AssignmentNode,
  type CommandNode,
  type ParameterNode,
  type RedirectionNode,
  type ShellNode,
  type ShellNodeOf,
  type ShellTree,
  type VariableNode,
  type WordNode,
  type WordPartNode,
} from './tree.ts';
export { isBuiltin, splitCommandLine } from './command-line.ts';
export { shellText, shellWord } from './quote.ts';
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
export {
  LANGUAGE_PROGRAMS,
  languageCommand,
  type LanguageAction,
  type LanguageCommand,
  type LanguageTool,
} from './tools/language-packages.ts';
export {
  OS_PACKAGE_PROGRAMS,
  osPackageCommand,
  type OsAction,
  type OsManager,
  type OsPackageCommand,
} from './tools/os-packages.ts';
export { programOf, type Program } from './tools/program.ts';
export { pipCommand, type PipCommand } from './tools/pip.ts';
export { userCommand, type UserCommand } from './tools/user.ts';
