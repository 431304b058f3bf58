import { ShipshapeError } from '../errors.ts';
import type { ContextFile } from '../model/facts.ts';
import { composePaths, type Setup, type SetupPaths } from '../model/setup.ts';
import { listContext } from './context.ts';
import { readDockerfile } from './dockerfile.ts';
import { below } from './paths.ts';
import { readBytes, decodeUtf8, readText } from './text.ts';

/** Bytes; a longer text is data or generated, not what people write. */
const LONGEST_SOURCE = 512 * 1024;
/** Bytes; lock files describe every package: npm's tell which run scripts and bring programs. */
const LONGEST_LOCK = 2 * 1024 * 1024;
const LOCK = /(^|\/)((package-lock|npm-shrinkwrap)\.json|yarn\.lock|pnpm-lock\.yaml)$/;
/** Bytes of all sources together: reading more would take seconds and memory, and tell little more. */
const MOST_SOURCE = 16 * 1024 * 1024;
const SOURCE = /\.(py|sh|bash|[cm]?[jt]sx?)$|(^|\/)(bin\/www|package\.json)$/;
/** Folders of other people's code, and files that no person wrote. */
const FOREIGN =
  /(^|\/)(node_modules|bower_components|\.yarn|site-packages|venv|\.venv|\.tox|__pycache__|\.git)(\/|$)|[.-]min\.[cm]?js$|\.d\.[cm]?ts$/;
/** What builds write: it is read last, as far as there is room, since it may be all that a project ships. */
const BUILT = /(^|\/)(dist|build|out|coverage|\.next|\.nuxt|\.output|\.svelte-kit|\.turbo|\.cache)\//;
/** What changes want to read: manifests and what starts the program. */
const READ_BY_CHANGES = new RegExp(
  `(^|/)(${[
    String.raw`[^/]*requirements[^/]*\.(txt|in)`,
    String.raw`requirements/[^/]+\.txt`,
    String.raw`constraints[^/]*\.txt`,
    String.raw`pyproject\.toml|setup\.(py|cfg)|Pipfile|Procfile`,
    String.raw`gunicorn(\.conf|_config)\.py`,
    String.raw`package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml`,
    String.raw`\.npmrc|\.yarnrc(\.yml)?|tsconfig[^/]*\.json`,
    String.raw`[^/]*\.(sh|bash)|[^/.]*entrypoint[^/.]*|(start|run)[\w-]*`,
  ].join('|')})$`,
);

export interface ReadSetup {
  setup: Pick<Setup, 'paths' | 'files'>;
  /** all that the build may see, before any ignore file; paths relative to the context */
  context: ContextFile[];
  /** texts of the program's own source files, by path relative to the project's folder */
  sources: Map<string, string>;
}

/**
 * Reads one setup from the project's folder.
 * @throws ShipshapeError DOCKERFILE_EMPTY, DOCKERFILE_BINARY, DOCKERFILE_NOT_UTF8, DOCKERFILE_SYNTAX, DOCKERFILE_TOO_LONG, FILE_UNREADABLE,
 * COMPOSE_UNREADABLE, NO_DOCKERFILE, INTERRUPTED
 */
export async function readSetup(
  projectDir: string,
  paths: SetupPaths,
  signal?: AbortSignal,
): Promise<ReadSetup> {
  const files = new Map<string, string>();
  files.set(paths.dockerfile, await readDockerfile(projectDir, paths.dockerfile));
  for (const path of [paths.ignore, ...composePaths(paths), paths.envExample]) {
    const text = await readText(projectDir, path);
    if (text !== null) files.set(path, text);
  }

  const context = await listContext(projectDir, paths.context, signal);
  const sources = new Map<string, string>();
  let room = MOST_SOURCE;
  for (const { path, bytes, kind } of inReadingOrder(context)) {
    const longest = LOCK.test(path) ? LONGEST_LOCK : LONGEST_SOURCE;
    if (kind !== 'file' || bytes > longest || FOREIGN.test(path)) continue;
    const isSource = SOURCE.test(path) && bytes <= room;
    const forChanges = READ_BY_CHANGES.test(path);
    if (!isSource && !forChanges) continue;
    const inProject = below(paths.context, path);
    const text = await readIfText(projectDir, inProject);
    if (text === null) continue;
    if (isSource) {
      sources.set(inProject, text);
      room -= bytes;
    }
    if (forChanges && !files.has(inProject)) files.set(inProject, text);
  }

  return { setup: { paths, files }, context, sources };
}

/** What people write before what builds made of it. */
const inReadingOrder = (context: readonly ContextFile[]): ContextFile[] => [
  ...context.filter(({ path }) => !BUILT.test(path)),
  ...context.filter(({ path }) => BUILT.test(path)),
];

/** A text that is good to have: what cannot be read or is no text is left out. */
async function readIfText(projectDir: string, path: string): Promise<string | null> {
  const bytes = await readBytes(projectDir, path).catch((error: unknown) => {
    if (error instanceof ShipshapeError) return null;
    throw error;
  });
  return bytes === null || bytes.includes(0) ? null : decodeUtf8(bytes);
}
