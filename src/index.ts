/** The library: what the command line does, for programs. */
export { improve } from './improve.ts';
export type { ImproveOptions } from './improve-options.ts';
export { parseDockerfile } from './syntax/dockerfile/index.ts';
export type {
  Comment,
  Directive,
  DockerfileTree,
  Flag,
  Heredoc,
  Instruction,
  Node,
  Stage,
  SyntaxProblem,
  Word,
} from './syntax/dockerfile/index.ts';
export { ShipshapeError, type ErrorCode, type ErrorReport } from './errors.ts';
export type { Applied, Change, ChangeClass, NotNeeded } from './model/change.ts';
export type { Setup } from './model/setup.ts';
export type * from './model/result.ts';
