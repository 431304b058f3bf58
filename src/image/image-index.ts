import type { ElfFacts } from './elf.ts';

export type EntryType = 'file' | 'dir' | 'symlink' | 'hardlink' | 'device' | 'fifo';

/** One file of a layer, as its tar header tells. */
export interface Entry {
  /** without a leading slash: `usr/bin/env` */
  path: string;
  type: EntryType;
  /** bytes of content; 0 for all but `file` (a hard link's bytes are counted at the file it names) */
  size: number;
  /** permission bits with setuid, setgid and sticky, e.g. `0o4755` */
  mode: number;
  uid: number;
  gid: number;
  /** a symlink's text as it stands; a hard link's path in the same layer, without a leading slash */
  link: string | null;
  /** seconds since 1970 */
  mtime: number;
  /** what the dynamic linker would read; null for all that is no ELF file */
  elf: ElfFacts | null;
}

export interface Layer {
  /** position from the bottom, counted from 0 */
  index: number;
  /** the diff id (digest of the uncompressed tar), the same on every engine */
  digest: string;
  /** sum of the entries' sizes */
  bytes: number;
  /** size after gzip level 6, computed by us; null when it was not asked for */
  compressedBytes: number | null;
  /** the instruction of the history that made it; null when the history does not reach down to it */
  createdBy: string | null;
  entries: ReadonlyMap<string, Entry>;
  /** paths below this layer that it removes (whiteouts) */
  deleted: ReadonlySet<string>;
  /** directories of which nothing shows from the layers below; '' is the root */
  opaque: ReadonlySet<string>;
  /** contents of the files that were asked to be kept, as they are in this very layer */
  contents: ReadonlyMap<string, Uint8Array>;
}

export interface HistoryEntry {
  /** RFC 3339, null when unset */
  created: string | null;
  createdBy: string;
  comment: string;
  /** true for instructions such as ENV that change the configuration only */
  empty: boolean;
  /** the layer that the instruction made; null for empty ones and for those whose layer is not there */
  layer: Layer | null;
}

export interface Healthcheck {
  /** `['CMD-SHELL', 'curl …']`, `['CMD', …]` or `['NONE']` */
  test: string[];
  /** seconds; null means the engine's own default, likewise below */
  interval: number | null;
  timeout: number | null;
  startPeriod: number | null;
  retries: number | null;
}

/** The image's configuration: https://github.com/opencontainers/image-spec/blob/main/config.md and Docker's own fields. */
export interface ImageConfig {
  architecture: string;
  os: string;
  created: string | null;
  /** `NAME=value`, in order */
  env: string[];
  cmd: string[] | null;
  entrypoint: string[] | null;
  /** '' means root */
  user: string;
  /** '' means / */
  workingDir: string;
  /** `5000/tcp` */
  exposedPorts: string[];
  volumes: string[];
  healthcheck: Healthcheck | null;
  stopSignal: string | null;
  labels: Record<string, string>;
  shell: string[] | null;
}

/** Everything that is known of an image, as plain data; the functions beside it derive the rest. */
export interface ImageIndex {
  config: ImageConfig;
  history: HistoryEntry[];
  /** from the bottom to the top */
  layers: Layer[];
  /** kinds of signatures and attestations that lie in the archive beside the image */
  attached: string[];
}

/** The image as it was when only its lowest `count` layers were there; the configuration stays the whole image's. */
export function lowestLayers(index: ImageIndex, count: number): ImageIndex {
  return { ...index, layers: index.layers.slice(0, Math.max(0, count)) };
}
