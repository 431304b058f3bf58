import { inContext, type Setup } from '../model/setup.ts';
import { ComposeFile } from './compose/file.ts';
import { DockerfileFacts } from './dockerfile/file.ts';
import { IgnoreFile } from './files/ignore-file.ts';
import type { CheckedFile } from './run-rules.ts';
import type { BuildContext, ContextFile } from './surroundings.ts';

const KINDS: Readonly<Record<string, ContextFile['kind']>> = { directory: 'folder', symlink: 'link' };

/** A setup's Dockerfile as rules see it. @param source its text, where another one is to be looked at */
export function dockerfileOfSetup(
  setup: Setup,
  source: string = setup.files.get(setup.paths.dockerfile) ?? '',
): CheckedFile & { kind: 'dockerfile' } {
  const { paths } = setup;
  const around = { context: contextOf(setup), read: (path: string) => setup.files.get(path) ?? null };
  const given = { path: paths.dockerfile, source, around, target: paths.target ?? null };
  return { kind: 'dockerfile', facts: new DockerfileFacts(given) };
}

/** The compose file that declares the setup's service; null without one. */
export function composeOfSetup({ files, paths }: Setup): ComposeFile | null {
  const source = paths.compose === null ? undefined : files.get(paths.compose);
  if (paths.compose === null || source === undefined) return null;
  return new ComposeFile({
    path: paths.compose,
    source,
    around: { context: null, read: (path) => files.get(path) ?? null },
  });
}

/** The ignore file; null without one. */
export function ignoreFileOfSetup(setup: Setup): IgnoreFile | null {
  const source = setup.files.get(setup.paths.ignore);
  if (source === undefined) return null;
  const around = { context: contextOf(setup), read: (path: string) => setup.files.get(path) ?? null };
  return new IgnoreFile({ path: setup.paths.ignore, source, around });
}

function contextOf(setup: Setup): BuildContext {
  const { facts, files, paths } = setup;
  const listed = facts.context.map(({ path, bytes, kind }) => ({
    path,
    size: bytes,
    kind: KINDS[kind] ?? 'file',
  }));
  return {
    list: () => listed,
    has: (path) =>
      files.has(inContext(setup, path)) ||
      listed.some((one) => one.path === path || one.path.startsWith(`${path}/`)),
    ignoreFile: () => {
      const text = files.get(paths.ignore);
      return text === undefined ? null : { path: paths.ignore, text };
    },
  };
}
