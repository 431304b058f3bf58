import { explain, explainChanges } from '../explain.ts';
import { ShipshapeError } from '../errors.ts';
import { errorText } from '../report/errors.ts';
import { paintFor } from '../report/style.ts';
import { Output } from './output.ts';

/**
 * `shipshape explain RULE`: why a rule is there, a bad and a good example, what others call it.
 * @returns the exit status
 */
export async function runExplain(args: readonly string[]): Promise<number> {
  const output = new Output();
  const [name, ...more] = args;
  const paint = paintFor(process.stdout);
  try {
    if (name === undefined || more.length > 0 || name.startsWith('-'))
      throw new ShipshapeError('USAGE', {
        what: 'One rule is expected, by our or another tool’s id for it, or `changes`.',
        hint: 'For example `shipshape explain DL3008`.',
      });
    return await output.finish(name === 'changes' ? await explainChanges(paint) : explain(name, paint), 0);
  } catch (error) {
    if (!(error instanceof ShipshapeError)) throw error;
    output.say(errorText(error.toReport(), { stream: process.stderr }));
    return await output.finish('', error.exitCode);
  }
}
