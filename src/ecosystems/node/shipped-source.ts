import type { Instruction } from '../../syntax/dockerfile/index.ts';
import { copiedEntries, originBefore, visibleFiles, type CopiedEntry } from '../context-origin.ts';
import { absoluteIn } from '../source-copy.ts';
import { isSourceCopy } from '../stage-text.ts';
import type { Layout } from './layout.ts';
import { compiledFolders } from './outputs.ts';
import { isForBuilding, neededEntries } from './source-needed.ts';
import { startPaths } from './start.ts';

/** More entries than these are copied as one folder: a list of them says less than it costs. */
const MOST_ENTRIES = 6;

/** What becomes of a copy of the source in the stage that ships: itself, other copies, or nothing. */
export type SourceLines = (instruction: Instruction) => ('as-it-is' | (string & {}))[];

export function shippedSource(layout: Layout, form: 'needed' | 'whole' | 'folder'): SourceLines {
  return (instruction) => {
    const entries = copiedEntries(layout.setup, layout.stage, instruction);
    if (entries === null) return ['as-it-is'];
    const later = laterFolders(layout, instruction);
    const isCovered = entries.every((entry) => later.some((folder) => covers(folder, entry)));
    if (isCovered) return [];
    if (form === 'folder')
      return entries.every(({ target }) => liesIn(target, layout.folder)) ? [] : ['as-it-is'];
    return form === 'whole' ? ['as-it-is'] : neededLines(layout, instruction, entries);
  };
}

const liesIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The folders that later copies bring: what they hold needs no copy of its own. */
function laterFolders({ setup, stage }: Layout, instruction: Instruction): CopiedEntry[] {
  return stage.instructions
    .slice(stage.instructions.indexOf(instruction) + 1)
    .filter(isSourceCopy)
    .flatMap((one) => copiedEntries(setup, stage, one) ?? [])
    .filter(({ kind }) => kind === 'folder');
}

function covers(folder: CopiedEntry, entry: CopiedEntry): boolean {
  const source = folder.source === '' ? entry.source : entry.source.slice(folder.source.length + 1);
  const isInside = folder.source === '' || entry.source.startsWith(`${folder.source}/`);
  return isInside && entry.target === `${folder.target === '/' ? '' : folder.target}/${source}`;
}

function neededLines(
  layout: Layout,
  instruction: Instruction,
  entries: readonly CopiedEntry[],
): ('as-it-is' | (string & {}))[] {
  const { setup, stage, outputs, start } = layout;
  const files = visibleFiles(setup).map(({ path }) => path);
  const compiled = compiledPaths(layout);
  const keep = startPaths(start).flatMap((path) => originBefore(setup, stage, null, path) ?? []);
  const [only] = entries;
  const isFolder = entries.length === 1 && only?.kind === 'folder';
  if (!isFolder) {
    const needed = entries.filter(
      ({ source }) => keep.includes(source) || !isForBuilding(source, files, compiled),
    );
    if (needed.length === entries.length) return ['as-it-is'];
    return needed.length === 0 ? [] : copyLines(layout, instruction, needed);
  }
  if (only.source !== '' && isForBuilding(only.source, files, compiled)) return [];
  const made = outputs
    .filter(({ path }) => liesIn(path, only.target) && path !== only.target)
    .map(({ path }) => path.slice(only.target.length + 1))
    .filter((path) => !path.includes('/'));
  const { needed, left } = neededEntries(setup, only.source, keep, made, compiled);
  if (left.length === 0 || needed.length > MOST_ENTRIES) return ['as-it-is'];
  const isDirectory = (path: string) => files.some((file) => file.startsWith(`${path}/`));
  return copyLines(
    layout,
    instruction,
    needed.map((source) => ({
      source,
      target: `${only.target === '/' ? '' : only.target}/${source.slice(source.lastIndexOf('/') + 1)}`,
      kind: isDirectory(source) ? 'folder' : 'file',
    })),
  );
}

/** What compilers read, relative to the context. */
function compiledPaths({ steps, manifest }: Layout): string[] {
  const prefix = manifest === null || manifest.folder === '' ? '' : `${manifest.folder}/`;
  return steps.flatMap((step) => compiledFolders(step, manifest)).map((name) => prefix + name);
}

/** Files of one folder in one COPY, folders one by one, since COPY brings what is in them. */
function copyLines({ stage }: Layout, instruction: Instruction, entries: readonly CopiedEntry[]): string[] {
  const flags = instruction.flags
    .map(({ name, value }) => `--${name}${value === null ? '' : `=${value}`} `)
    .join('');
  const here = absoluteIn(stage, instruction, '.');
  const shown = (path: string) =>
    path === here
      ? '.'
      : here !== '/' && path.startsWith(`${here}/`)
        ? `./${path.slice(here.length + 1)}`
        : path;
  const byFolder = new Map<string, string[]>();
  for (const { source, target, kind } of entries) {
    if (kind === 'folder') continue;
    const folder = target.slice(0, target.lastIndexOf('/')) || '/';
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), source]);
  }
  const line = (words: string[]) =>
    words.some((word) => /\s/.test(word))
      ? `COPY ${flags}${JSON.stringify(words)}`
      : `COPY ${flags}${words.join(' ')}`;
  return [
    ...[...byFolder].map(([folder, sources]) =>
      line([...sources, folder === '/' ? '/' : `${shown(folder)}/`]),
    ),
    ...entries
      .filter(({ kind }) => kind === 'folder')
      .map(({ source, target }) => line([source, shown(target)])),
  ];
}
