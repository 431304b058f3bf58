import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** The text of a file before and after; `before` null = the file is new. */
export interface FileChange {
  /** relative to the project's folder, `/` between the parts */
  path: string;
  before: string | null;
  after: string;
}

/**
 * A unified patch of one file, to be applied by `git apply` in the project's folder; several can be put one after
 * another. Empty when nothing changes.
 *
 * There is no `diff --git` line on purpose: git takes the paths of such patches as relative to the top of the
 * repository, and silently skips them in a subfolder. Without the line they are relative to where it runs. (In a
 * subfolder `x` of a repository, files in a folder `x` of its own need `git apply -p1`, or git guesses a `-p2`.)
 *
 * @throws RangeError for a new file without content, which this form of patch cannot tell of (a mistake of the caller)
 */
export function patchOf({ path, before, after }: FileChange): string {
  if (before === after) return '';
  if (before === null && after === '') throw new RangeError(`${path}: a new file needs content`);
  const oldName = before === null ? '/dev/null' : `a/${path}`;
  return createTwoFilesPatch(oldName, `b/${path}`, before ?? '', after, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
    context: 3,
  });
}
