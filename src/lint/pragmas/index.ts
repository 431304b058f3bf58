import type { Finding } from '../finding.ts';
import type { CheckedFile } from '../run-rules.ts';
import { checkov } from './checkov.ts';
import { dclint } from './dclint.ts';
import { hadolint } from './hadolint.ts';
import { heardInDockerfile } from './in-dockerfile.ts';
import { heardInLines } from './in-lines.ts';
import { kics } from './kics.ts';
import type { CommentText, Pragma, ReadPragma } from './pragma.ts';
import { shipshape } from './shipshape.ts';
import { tally } from './tally.ts';
import { trivy } from './trivy.ts';

export { isOver } from './trivy.ts';

/** How each tool's comments are read; BuildKit's `# check=` is a directive, not a comment. */
const READERS = { hadolint, shipshape, tally, checkov, trivy, kics, dclint } satisfies Record<
  string,
  ReadPragma
>;
export type PragmaTool = keyof typeof READERS;

/** Most files have no such comment, and are not looked through for them. */
const HAS_SOME =
  /\b(?:hadolint|shipshape|tally|dclint|kics-scan)[ \t]|\b(?:checkov|bridgecrew|cortex|trivy|tfsec):|#[ \t]*check[ \t]*=/i;

/**
 * The findings that the file's own comments do not silence.
 * @param unheeded tools whose comments count for nothing
 */
export function heard(
  { kind, facts }: CheckedFile,
  findings: Finding[],
  unheeded: readonly PragmaTool[] = [],
): Finding[] {
  if (findings.length === 0 || !HAS_SOME.test(facts.source)) return findings;
  const readers = Object.entries(READERS).flatMap(([tool, reader]) =>
    unheeded.includes(tool as PragmaTool) ? [] : [reader],
  );
  const read = (comment: CommentText): Pragma[] =>
    readers.flatMap((reader) => {
      const pragma = reader(comment);
      return pragma === null ? [] : [pragma];
    });
  return kind === 'dockerfile'
    ? heardInDockerfile(facts, findings, read)
    : heardInLines(facts.source, facts.positions, findings, read);
}
