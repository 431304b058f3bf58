import { relative, resolve } from 'node:path';
import { checkFiles } from '../check-files.ts';
import type { FileToWrite } from '../project/write.ts';
import type { CheckFlags } from './check-flags.ts';
import type { Output } from './output.ts';

/** So many files are written together, all or none: git is asked about them in one command line. */
const TOGETHER = 1000;

/**
 * Mends files and writes them.
 * @returns the mended text of standard input; null where files were mended
 * @throws ShipshapeError UNCOMMITTED, NOT_WRITABLE and what checking throws
 */
export async function applyFixes(
  { paths, options: { images: _unmended, ...options }, force }: CheckFlags,
  output: Output,
): Promise<string | null> {
  const byRoot = new Map<string, FileToWrite[]>();
  let count = 0;
  for await (const { absolute, root, path, source, before, isInexact, problem } of checkFiles(
    paths,
    options,
  )) {
    if (options.stdin !== undefined && path === options.stdin.name) {
      if (problem !== null) output.say(`shipshape: ${path} was not mended: ${problem}.\n`);
      return source;
    }
    if (isInexact) output.say(`shipshape: ${path} was not mended: it is not valid UTF-8.\n`);
    output.progress(() => `mended ${count} files`);
    if (before === null) continue;
    count++;
    const files = byRoot.get(root) ?? [];
    byRoot.set(root, files);
    files.push({ path: relative(root, absolute), text: source, before });
  }
  const { writeFiles } = await import('../project/write.ts');
  for (const [root, files] of byRoot)
    for (let from = 0; from < files.length; from += TOGETHER)
      await writeFiles(resolve(root), files.slice(from, from + TOGETHER), { force });
  if (count > 0) output.say(`shipshape: ${count} ${count === 1 ? 'file was' : 'files were'} mended.\n`);
  if (count > 0 && options.fix === 'all')
    output.say(
      'shipshape: not all of that is sure to leave the container as it was; `shipshape prove` tells.\n',
    );
  return null;
}
