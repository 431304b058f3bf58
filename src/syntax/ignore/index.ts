/** `.dockerignore` files: their lines, and which files they keep out of the build context. */
export { addPatterns, type PatternGroup } from './add.ts';
export { type GitIgnore, parseGitIgnore } from './gitignore.ts';
export { createIgnore, type Ignore, type InvalidPattern } from './match.ts';
export { type IgnoreFile, type IgnoreLine, parseIgnore } from './parse.ts';
