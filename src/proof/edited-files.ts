import { dockerfileOf, inContext, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import { startOf, startPaths } from '../ecosystems/node/start.ts';
import { startCommandOf } from '../ecosystems/start-command.ts';
import { createIgnore } from '../syntax/ignore/index.ts';

const SOURCE = /\.(py|js|mjs|cjs|ts|tsx|jsx|rb|php|go|rs|java|sh)$/;
const MANIFESTS = [/(^|\/)requirements[^/]*\.(txt|in)$/, /(^|\/)pyproject\.toml$/, /(^|\/)package\.json$/];

/**
 * The source file whose edit is measured: the start module, else the largest source file that the build sees.
 * @returns a path relative to the project's folder; null when there is none
 */
export function sourceFile(setup: Setup): string | null {
  const visible = visibleFiles(setup);
  const argv = shippedStage(dockerfileOf(setup)) ?? null;
  const words = argv === null ? [] : (startCommandOf(argv).argv ?? []);
  const paths = visible.map(({ path }) => path).filter((path) => SOURCE.test(path));
  for (const word of [...words, ...startPaths(startOf(setup))].toReversed()) {
    const module = /^[\w.]+(?=:\w+)/.exec(word)?.[0]?.replaceAll('.', '/');
    const wanted = module === undefined ? word.replace(/^\.?\//, '') : `${module}.py`;
    const found =
      paths.find((path) => path === wanted || path.endsWith(`/${wanted}`)) ?? compiledFrom(paths, wanted);
    if (found !== undefined) return inContext(setup, found);
  }
  const sources = visible.filter(
    ({ path }) =>
      SOURCE.test(path) &&
      !/(^|\/)(test_|conftest|gunicorn\.conf|tests?\/)|\.(config|test|spec)\./.test(path),
  );
  const largest = sources.sort((a, b) => b.bytes - a.bytes)[0];
  return largest === undefined ? null : inContext(setup, largest.path);
}

/** What a compiler made `dist/server.js` of: the source of the same name that shares most of its folders. */
function compiledFrom(paths: readonly string[], built: string): string | undefined {
  const stemOf = (path: string) => path.replace(/\.([cm]?[jt]s|[jt]sx)$/, '');
  const parts = stemOf(built).split('/');
  for (let from = 1; from < parts.length; from++) {
    const stem = parts.slice(from).join('/');
    const found = paths.filter((path) => stemOf(path) === stem || stemOf(path).endsWith(`/${stem}`));
    if (found.length > 0) return found.find((path) => path.startsWith('src/')) ?? found[0];
  }
  return undefined;
}

/** The manifest whose edit is measured; null when there is none. */
export function dependencyFile(setup: Setup): string | null {
  const visible = visibleFiles(setup);
  for (const pattern of MANIFESTS) {
    const found = visible
      .filter(({ path }) => pattern.test(path))
      .sort((a, b) => a.path.length - b.path.length)[0];
    if (found !== undefined) return inContext(setup, found.path);
  }
  return null;
}

function visibleFiles(setup: Setup): { path: string; bytes: number }[] {
  const ignore = createIgnore(setup.files.get(setup.paths.ignore) ?? '');
  return setup.facts.context.filter(({ path, kind }) => kind === 'file' && !ignore.ignores(path));
}

/**
 * The text with a change that changes nothing: a comment, or blanks where the format has no comments.
 * @param mark makes this edit unlike every other: an engine that has seen it before would build nothing; hexadecimal
 */
export function editedText(path: string, text: string, mark: string): string {
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  if (path.endsWith('.json')) return `${text}${end}${blanks(mark)}\n`;
  const comment = /\.(js|mjs|cjs|ts|tsx|jsx|go|rs|java|php)$/.test(path) ? '//' : '#';
  return `${text}${end}${comment} edited ${mark}\n`;
}

/** Each hexadecimal digit as that many blanks and a tab. */
const blanks = (mark: string): string =>
  mark.replaceAll(/[\da-f]/g, (digit) => `${' '.repeat(Number.parseInt(digit, 16))}\t`);
