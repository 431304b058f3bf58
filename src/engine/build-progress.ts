import { Buffer } from 'node:buffer';
import { cappedOutput } from './capped.ts';
import { type Json, parseJson } from './json.ts';

/** One step of a build as BuildKit names it: `[builder 2/4] RUN …`, `[internal] load build context`. */
export interface BuildStep {
  digest: string;
  name: string;
  cached: boolean;
  /** Milliseconds since 1970 by the engine's clock; null when it never came to that. */
  started: number | null;
  completed: number | null;
  error: string | null;
}

/** What `docker build --progress=rawjson` writes on stderr: JSON lines, then the error in plain text. */
export interface BuildProgress {
  line(text: string): void;
  steps(): BuildStep[];
  /** The output of all steps in the order of arrival, each line once, headed by its step's name. */
  log(): string;
  /** What was not JSON: the Dockerfile's excerpt and the `ERROR:` line. */
  plain(): string[];
}

/** Enough plain lines for any error text; a client that prints more than that has gone wild. */
const MOST_PLAIN = 500;

/**
 * Reads progress lines as they come.
 * @param maxLogBytes kept of the decoded log; the middle goes first.
 */
export function buildProgress(maxLogBytes: number): BuildProgress {
  const steps = new Map<string, BuildStep>();
  const kept = cappedOutput(maxLogBytes);
  const plain: string[] = [];
  let speaking = '';

  const vertex = (told: Json): void => {
    const digest = told.at('digest').text();
    if (digest === null) return;
    const before = steps.get(digest);
    // A vertex is told many times; the last word counts (the first start and end are those of a cache look-up).
    steps.set(digest, {
      digest,
      name: told.at('name').text() ?? before?.name ?? '',
      cached: told.at('cached').flag() ?? before?.cached ?? false,
      started: time(told.at('started')) ?? before?.started ?? null,
      completed: time(told.at('completed')),
      error: told.at('error').text() ?? before?.error ?? null,
    });
  };
  const output = (told: Json): void => {
    const digest = told.at('vertex').text() ?? '';
    if (digest !== speaking) kept.push(Buffer.from(`--- ${steps.get(digest)?.name ?? digest}\n`));
    speaking = digest;
    kept.push(Buffer.from(told.at('data').text() ?? '', 'base64'));
  };

  return {
    line(text) {
      if (!text.startsWith('{')) {
        if (text.trim() !== '' && plain.length < MOST_PLAIN) plain.push(text);
        return;
      }
      const told = parseJson(text);
      for (const each of told.at('vertexes').list()) vertex(each);
      for (const each of told.at('logs').list()) output(each);
    },
    steps: () => [...steps.values()],
    log: () => kept.text(),
    plain: () => plain,
  };
}

function time(told: Json): number | null {
  const text = told.text();
  return text === null ? null : Date.parse(text);
}
