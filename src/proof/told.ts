import { compareBody, compareLines, excerpt } from './compare/index.ts';
import type { Contract, RunRecord } from './contract.ts';

/**
 * What a person should know about how a run compares with the original, none of it a breach of the contract: where the
 * comparison was relaxed, and fields that are free to change. One sentence each.
 */
export function toldOf({ runs: [first, second], probes, output }: Contract, after: RunRecord): string[] {
  const told: string[] = [];
  for (const [index, { method, path, body, status }] of probes.entries()) {
    const answer = after.probes[index]?.answer;
    if (answer === undefined) continue;
    const { relaxed } = compareBody(body, answer);
    if (relaxed !== null) told.push(`${method} ${path}: ${relaxed}`);
    if (status === null && body.kind !== 'nothing')
      told.push(`${method} ${path}: the status was not compared, both runs of the original gave another one`);
  }
  if (first.kind === 'job') {
    const { relaxed } = compareLines(output, after.stdout);
    if (relaxed !== null) told.push(`output: ${relaxed}`);
  }
  if (first.user !== after.user)
    told.push(
      `it runs as ${after.user ?? 'a user that was not seen'}, the original ran as ${first.user ?? 'one that was not seen'}`,
    );
  const written = new Set([...first.writes, ...second.writes]);
  const newWrites = after.writes.filter((path) => !written.has(path));
  if (newWrites.length > 0) told.push(`writes to places that the original did not: ${newWrites.join(', ')}`);
  const known = new Set([...first.errorLines, ...second.errorLines].map(withoutNumbers));
  for (const line of after.errorLines.filter((line) => !known.has(withoutNumbers(line))).slice(0, 5))
    told.push(`a new line in its log looks like an error: ${excerpt(line)}`);
  return told;
}

/** Times, pids and addresses differ in every run and do not make a line a new one. */
const withoutNumbers = (line: string): string => line.replaceAll(/\d+/g, '0');
