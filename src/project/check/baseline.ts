import { readFileSync } from 'node:fs';
import { ShipshapeError } from '../../errors.ts';
import { codeOf } from '../code-of.ts';

/** Findings that are known and wait: only what is not among them is told. */
export interface BaselineEntry {
  path: string;
  rule: string;
  fingerprint: string;
}

/**
 * @param path absolute
 * @param shown what people call it
 * @throws ShipshapeError BASELINE_INVALID
 */
export function readBaseline(path: string, shown: string): Set<string> {
  const refuse = (what: string, cause?: unknown): ShipshapeError =>
    new ShipshapeError('BASELINE_INVALID', {
      what: `${shown} ${what}.`,
      where: { path: shown, line: null },
      cause,
    });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw refuse(`cannot be read (${codeOf(cause) || String(cause)})`, cause);
  }
  const known = fingerprintsIn(text);
  if (known === null) throw refuse('is no baseline');
  return new Set(known);
}

function fingerprintsIn(text: string): string[] | null {
  try {
    const { version, findings } = JSON.parse(text) as { version?: unknown; findings?: unknown };
    if (version !== 1 || !Array.isArray(findings)) return null;
    return findings.map((one: { fingerprint?: unknown } | null) => String(one?.fingerprint));
  } catch {
    return null;
  }
}

/** One finding a line, so that a diff of the file tells what came and went. */
export const baselineText = (entries: readonly BaselineEntry[]): string =>
  `{\n  "version": 1,\n  "findings": [${entries.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',')}\n  ]\n}\n`;
