import type { ContextFile } from '../model/facts.ts';
import type { Setup } from '../model/setup.ts';
import { copySources, type Instruction, type Stage } from '../syntax/dockerfile/index.ts';
import { createIgnore } from '../syntax/ignore/index.ts';
import { needless, secretsAndHistory } from './ignored-files.ts';
import { absoluteIn } from './source-copy.ts';

/** One file or folder of the build context that an instruction copies, and where to. */
export interface CopiedEntry {
  /** relative to the context; '' is the context itself */
  source: string;
  /** in the image, absolute; of a folder: where its content goes */
  target: string;
  kind: 'file' | 'folder';
}

/** The files that the build sees. */
export function visibleFiles(setup: Setup): ContextFile[] {
  const ignore = createIgnore(setup.files.get(setup.paths.ignore) ?? '');
  return setup.facts.context.filter(({ path, kind }) => kind !== 'directory' && !ignore.ignores(path));
}

/** Of those files, the ones that every image does without: no secrets, history, leftovers of a developer machine. */
export function worthCopying(setup: Setup): ContextFile[] {
  const patterns = [...secretsAndHistory(setup), ...needless(setup)].flatMap((group) => group.patterns);
  const ignore = createIgnore(patterns.join('\n'));
  return visibleFiles(setup).filter(({ path }) => !ignore.ignores(path));
}

/**
 * What a COPY or ADD brings from the context, its patterns resolved.
 * @returns null for other instructions, for `--from`, here-documents, addresses and variables
 */
export function copiedEntries(setup: Setup, stage: Stage, instruction: Instruction): CopiedEntry[] | null {
  const reading = copySources(instruction);
  if (reading === null || reading.from !== null || instruction.heredocs.length > 0) return null;
  const written = reading.sources.map(({ value }) => value);
  const destination = reading.destination.value;
  if ([...written, destination].some((path) => /\$|:\/\//.test(path))) return null;
  const files = visibleFiles(setup).map(({ path }) => path);
  const sources = written.flatMap((path) => expand(plain(path), files));
  const intoFolder = /(^|\/)\.{0,2}$/.test(destination) || sources.length > 1 || written.length > 1;
  return sources.map((source) => {
    const target = absoluteIn(stage, instruction, destination);
    if (source === '' || files.some((path) => path.startsWith(`${source}/`)))
      return { source, target, kind: 'folder' };
    const name = source.slice(source.lastIndexOf('/') + 1);
    return { source, target: intoFolder ? `${target === '/' ? '' : target}/${name}` : target, kind: 'file' };
  });
}

const plain = (path: string): string =>
  path
    .replace(/^(\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');

/** The entries that a pattern of COPY stands for (Go's filepath.Match, in which `*` crosses no slash). */
function expand(pattern: string, files: readonly string[]): string[] {
  if (!/[*?[]/.test(pattern)) return [pattern];
  const depth = pattern.split('/').length;
  const source = pattern
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  let matcher: RegExp;
  try {
    matcher = new RegExp(`^${source}$`);
  } catch {
    return [];
  }
  const entries = new Set(
    files.map((path) => path.split('/').slice(0, depth).join('/')).filter((path) => matcher.test(path)),
  );
  return [...entries].sort();
}

/**
 * Where a file of the image comes from in the context, by the copies before an instruction; the last one counts.
 * @returns a path relative to the context; null when no copy brings it
 */
export function originBefore(
  setup: Setup,
  stage: Stage,
  instruction: Instruction | null,
  path: string,
): string | null {
  const before =
    instruction === null
      ? stage.instructions
      : stage.instructions.slice(0, stage.instructions.indexOf(instruction));
  for (const one of before.toReversed())
    for (const entry of copiedEntries(setup, stage, one) ?? []) {
      if (entry.kind === 'file' && entry.target === path) return entry.source;
      const folder = entry.target === '/' ? '/' : `${entry.target}/`;
      if (entry.kind !== 'folder' || !path.startsWith(folder)) continue;
      const origin = `${entry.source === '' ? '' : `${entry.source}/`}${path.slice(folder.length)}`;
      if (setup.facts.context.some((file) => file.path === origin)) return origin;
    }
  return null;
}
