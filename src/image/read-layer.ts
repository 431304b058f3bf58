import type { ParsedTarEntry } from 'modern-tar';
import { drain, peek, readAll, readInto } from './byte-stream.ts';
import { type ElfFacts, readElf, startsLikeElf } from './elf.ts';
import type { Entry, EntryType, Layer } from './image-index.ts';
import { baseName, folderOf, indexPath, joinPath } from './paths.ts';
import { withScratch } from './scratch.ts';
import { tarEntries } from './tar-stream.ts';

/** What a layer's tar says by itself, before the manifest gives it a place. */
export type LayerTree = Pick<Layer, 'bytes' | 'entries' | 'deleted' | 'opaque' | 'contents'>;

const LARGEST_ELF = 256 * 1024 * 1024;
const LARGEST_KEPT = 64 * 1024 * 1024;
const SMALLEST_ELF = 52;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
const WHITEOUT_METADATA = '.wh..wh.';

const TYPES: Record<string, EntryType> = {
  directory: 'dir',
  symlink: 'symlink',
  link: 'hardlink',
  'character-device': 'device',
  'block-device': 'device',
  fifo: 'fifo',
};

/**
 * Reads one uncompressed layer. At most one file is held in memory at a time, besides those that `keep` names.
 * Whiteouts: https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 */
export async function readLayer(
  tar: AsyncIterable<Uint8Array>,
  keep: (path: string) => boolean,
): Promise<LayerTree> {
  const entries = new Map<string, Entry>();
  const contents = new Map<string, Uint8Array>();
  const deleted = new Set<string>();
  const opaque = new Set<string>();
  for await (const parsed of tarEntries(tar, { complete: false })) {
    const path = indexPath(parsed.header.name);
    const name = baseName(path);
    if (name === OPAQUE) opaque.add(folderOf(path));
    else if (name.startsWith(WHITEOUT)) {
      if (!name.startsWith(WHITEOUT_METADATA))
        deleted.add(joinPath(folderOf(path), name.slice(WHITEOUT.length)));
    } else if (path !== '') {
      const entry = entryOf(path, parsed, entries);
      contents.delete(path); // a tar may name a path twice: the last one counts
      const content = entry.type === 'file' ? await contentOf(parsed, keep(path)) : null;
      if (content) entry.elf = content.elf;
      if (content?.kept) contents.set(path, content.kept);
      const linked = entry.type === 'hardlink' && keep(path) ? contents.get(entry.link ?? '') : undefined;
      if (linked) contents.set(path, linked);
      entries.set(path, entry);
    }
    await drain(parsed.body);
  }
  let bytes = 0;
  for (const entry of entries.values()) bytes += entry.size;
  return { bytes, entries, deleted, opaque, contents };
}

function entryOf(path: string, { header }: ParsedTarEntry, before: ReadonlyMap<string, Entry>): Entry {
  const type = TYPES[header.type ?? 'file'] ?? 'file';
  const text = header.linkname ?? '';
  const link = type === 'hardlink' ? indexPath(text) : type === 'symlink' ? text : null;
  return {
    path,
    type,
    size: type === 'file' ? header.size : 0,
    mode: (header.mode ?? 0) & 0o7777,
    uid: header.uid ?? 0,
    gid: header.gid ?? 0,
    link,
    mtime: (header.mtime?.getTime() ?? 0) / 1000,
    elf: type === 'hardlink' ? (before.get(link ?? '')?.elf ?? null) : null,
  };
}

/** What is worth knowing of a file's bytes: what they say as an ELF file, and all of them if they are to be kept. */
async function contentOf(
  { header, body }: ParsedTarEntry,
  keep: boolean,
): Promise<{ elf: ElfFacts | null; kept: Uint8Array | null }> {
  if (keep && header.size <= LARGEST_KEPT) {
    const kept = await readAll(body, header.size);
    return { elf: readElf(kept), kept };
  }
  if (header.size < SMALLEST_ELF || header.size > LARGEST_ELF) return { elf: null, kept: null };
  const { head, all, skip } = await peek(body, 4);
  if (startsLikeElf(head))
    return {
      elf: await withScratch(header.size, async (bytes) => readElf(await readInto(bytes, all))),
      kept: null,
    };
  await skip();
  return { elf: null, kept: null };
}
