export { parseDockerfile } from './parse.ts';
export * from './tree.ts';
export { copySources, type CopyReading } from './copy.ts';
export { envPairs, type Pair } from './pairs.ts';
export { durationMs, healthcheckOptions, type HealthcheckOptions } from './healthcheck.ts';
export { expandVariables, expansion, type Expansion } from './variables.ts';
export {
  insertAfter,
  insertBefore,
  removeInstruction,
  removeParagraph,
  replaceInstruction,
  sourceWithComments,
} from './edits.ts';
export { addFlag, removeFlag, setFlag } from './flag-edits.ts';
export { commentAbove, inFileStyle, linesWithComments } from './place.ts';
