import { ShipshapeError } from '../errors.ts';
import { parseDockerfile, type SyntaxProblem } from '../syntax/dockerfile/index.ts';
import { positionAt } from '../syntax/text.ts';
import { decodeUtf8, lineOfBadByte, readBytes } from './text.ts';

/**
 * The text of a Dockerfile that BuildKit would take.
 * @throws ShipshapeError NO_DOCKERFILE, DOCKERFILE_EMPTY, DOCKERFILE_BINARY, DOCKERFILE_NOT_UTF8, DOCKERFILE_SYNTAX,
 * DOCKERFILE_TOO_LONG, FILE_UNREADABLE
 */
export async function readDockerfile(projectDir: string, path: string): Promise<string> {
  const bytes = await readBytes(projectDir, path);
  if (bytes === null)
    throw new ShipshapeError('NO_DOCKERFILE', { what: `There is no file ${path} in ${projectDir}.` });
  if (bytes.includes(0))
    throw new ShipshapeError('DOCKERFILE_BINARY', {
      what: `${path} is not a text file (it holds NUL bytes).`,
      where: { path, line: null },
    });
  if (bytes.length > MOST_BYTES)
    throw new ShipshapeError('DOCKERFILE_TOO_LONG', {
      what: `${path} has ${(bytes.length / 1e6).toFixed(1)} MB.`,
      where: { path, line: null },
    });
  const text = decodeUtf8(bytes);
  if (text === null) {
    const line = lineOfBadByte(bytes);
    throw new ShipshapeError('DOCKERFILE_NOT_UTF8', {
      what: `${path} is not valid UTF-8 (line ${line}).`,
      where: { path, line },
    });
  }
  requireParsable(path, text);
  return text;
}

/** An image has at most 127 layers; more instructions than this are no Dockerfile that anybody builds. */
const MOST_INSTRUCTIONS = 5_000;
/** Nor is a text of so many bytes one that somebody wrote. */
const MOST_BYTES = 2_000_000;

const FOR_THE_FRONTEND = new Set<SyntaxProblem['code']>(['unknown-instruction', 'bad-flag', 'bad-argument']);

function requireParsable(path: string, text: string): void {
  const tree = parseDockerfile(text);
  if (tree.instructions.length === 0)
    throw new ShipshapeError('DOCKERFILE_EMPTY', {
      what: `${path} holds no instruction.`,
      where: { path, line: null },
    });
  if (tree.instructions.length > MOST_INSTRUCTIONS)
    throw new ShipshapeError('DOCKERFILE_TOO_LONG', {
      what: `${path} has ${tree.instructions.length} instructions.`,
      where: { path, line: null },
    });
  // another frontend may know more instructions and flags than ours
  const named = tree.directives.some(({ name }) => name === 'syntax');
  const problem = tree.problems.find(({ code }) => !named || !FOR_THE_FRONTEND.has(code));
  if (!problem) return;
  const { line } = positionAt(text, problem.range.start);
  throw new ShipshapeError('DOCKERFILE_SYNTAX', {
    what: `${problem.message}.`,
    where: { path, line },
  });
}
