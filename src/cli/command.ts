import { ShipshapeError, type ErrorReport } from '../errors.ts';
import { errorText } from '../report/errors.ts';
import { jsonText } from '../report/json.ts';
import { interruptSignal } from './interrupt.ts';
import { progressOn } from './progress.ts';

/** What a command gives to its library function, for Ctrl-C and progress. */
export interface Attached {
  signal: AbortSignal;
  onProgress: (message: string) => void;
}

/**
 * Runs a command to its end: progress and errors go to stderr; stdout gets what the command prints, or with `--json` an
 * object that says what was wrong.
 * @param failed the object that stands for no result at all
 * @returns the exit status
 */
export async function runCommand<Result>(
  json: boolean,
  work: (attached: Attached) => Promise<Result>,
  tell: (result: Result) => number,
  failed: (error: ErrorReport) => object,
): Promise<number> {
  const interrupt = interruptSignal();
  const progress = progressOn(process.stderr);
  try {
    const result = await work({ signal: interrupt.signal, onProgress: progress.say });
    progress.end();
    return tell(result);
  } catch (error) {
    progress.end();
    if (!(error instanceof ShipshapeError)) throw error;
    const report = error.toReport();
    if (json) await print(jsonText(failed(report)));
    process.stderr.write(errorText(report, { stream: process.stderr }));
    return error.exitCode;
  } finally {
    interrupt.end();
  }
}

/** Writes to stdout. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve) => void process.stdout.write(text, () => resolve()));
