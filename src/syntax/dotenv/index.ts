/** `.env` files by compose's rules. */
export { appendEntries, type NewEntry } from './append.ts';
export { type Dotenv, type DotenvEntry, type DotenvProblem, parseDotenv } from './parse.ts';
