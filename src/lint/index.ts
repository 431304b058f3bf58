/** Files as rules see them, and what goes over them. */
export { ComposeFile } from './compose/file.ts';
export { expanded, LONGEST_TEXT, withDefaults } from './compose/interpolated.ts';
export type { Port, PortRange } from './compose/ports.ts';
export { Service } from './compose/service.ts';
export { schemaProblems, type SchemaProblem } from './compose/validate.ts';
export { composeShape } from './compose/schema.ts';
export type { Volume } from './compose/volumes.ts';
export type { SystemShell } from './dockerfile/base-shell.ts';
export { argumentsOf, hasFlag, type Command } from './dockerfile/command.ts';
export { DockerfileFacts, readsFrom } from './dockerfile/file.ts';
export { InstructionFacts } from './dockerfile/instruction.ts';
export { Once } from './dockerfile/once.ts';
export type { Mount } from './dockerfile/mounts.ts';
export type { BuiltText, Scope, Variable } from './dockerfile/scope.ts';
export { absolutePath, baseName, isWithin } from './dockerfile/paths.ts';
export { StageFacts, type Base } from './dockerfile/stage.ts';
export { EnvFile } from './files/env-file.ts';
export { IgnoreFile } from './files/ignore-file.ts';
export type { ImageContents, ImageFile, ImagePackage } from './image/contents.ts';
export { accountsIn, ImageFacts, type ImageAccount } from './image/image.ts';
export type { Finding } from './finding.ts';
export { fixText } from './fix.ts';
export { composeOfSetup, dockerfileOfSetup, ignoreFileOfSetup } from './of-setup.ts';
export * from './options.ts';
export { Positions } from './positions.ts';
export * from './rule.ts';
export { Checker, type CheckedFile } from './run-rules.ts';
export { PRESETS, type Preset } from './preset.ts';
export { defaultsOf, rulesOf, type Chosen } from './selection.ts';
export {
  NOTHING_AROUND,
  type BuildContext,
  type ContextFile,
  type KnownImage,
  type Surroundings,
} from './surroundings.ts';
export { kindOf } from './kind.ts';
export { nearest } from './nearest.ts';
export { heard, isOver, type PragmaTool } from './pragmas/index.ts';
export { RuleIds, type Meant } from './rule-ids.ts';
export { chosenRules, LEVELS, type Level, type RuleSetting } from './settings.ts';
export { TOOLS, type Aliases, type Tool } from './tool.ts';
export * from './installers/index.ts';
