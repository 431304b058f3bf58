/** The library: what the command line does, for programs. */
export { check } from './check.ts';
export type { CheckOptions } from './check-options.ts';
export { checkText, type CheckTextOptions } from './check-text.ts';
export { improve } from './improve.ts';
export type { ImproveOptions } from './improve-options.ts';
export { measure } from './measure.ts';
export type { MeasureOptions } from './measure-options.ts';
export { prove } from './prove.ts';
export type { ProveOptions } from './prove-options.ts';
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
export type * from './model/check-result.ts';
export type * from './model/measure-result.ts';
export type * from './model/prove-result.ts';
export type * from './model/result.ts';
export type * from './model/subject-result.ts';
