import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { readImageArchive, type ReadOptions } from '../../../src/image/index.ts';

type Header = Partial<TarEntry['header']>;

export function file(name: string, body: string | Uint8Array = '', header: Header = {}): TarEntry {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { header: { name, type: 'file', size: bytes.length, mode: 0o644, ...header }, body: bytes };
}
export function dir(name: string, header: Header = {}): TarEntry {
  return { header: { name: `${name}/`, type: 'directory', size: 0, mode: 0o755, ...header } };
}
export function symlink(name: string, linkname: string): TarEntry {
  return { header: { name, type: 'symlink', linkname, size: 0, mode: 0o777 } };
}
export function hardlink(name: string, linkname: string): TarEntry {
  return { header: { name, type: 'link', linkname, size: 0, mode: 0o755 } };
}

/** A zstd frame of raw blocks (RFC 8878): valid for every decoder, made without a compressor. */
export function rawZstd(bytes: Uint8Array): Uint8Array {
  const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38];
  const size = 100_000;
  for (let at = 0; at < bytes.length; at += size) {
    const block = bytes.subarray(at, at + size);
    const header = (block.length << 3) | (at + size >= bytes.length ? 1 : 0);
    frame.push(header & 0xff, (header >> 8) & 0xff, header >> 16);
    for (const byte of block) frame.push(byte);
  }
  return Uint8Array.from(frame);
}

export const PACKINGS = {
  plain: (bytes: Uint8Array) => bytes,
  gzip: (bytes: Uint8Array): Uint8Array => Uint8Array.from(gzipSync(bytes)),
  zstd: rawZstd,
};

export interface ImageSpec {
  layers: TarEntry[][];
  config?: Record<string, unknown>;
  history?: Record<string, unknown>[];
  packing?: keyof typeof PACKINGS;
  /** what the archive's members are told by: both of Docker's manifests, OCI's alone, or the layout before OCI */
  layout?: 'both' | 'oci' | 'docker-archive';
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** The bytes of `docker save` for an image: blobs first, sorted by digest, a blob that stands for two layers once. */
export async function makeArchive(spec: ImageSpec): Promise<Uint8Array> {
  const { packing = 'plain', layout = 'both' } = spec;
  const tars = await Promise.all(spec.layers.map((entries) => packTar(entries)));
  const config = json({
    architecture: 'amd64',
    os: 'linux',
    config: spec.config ?? {},
    history: spec.history ?? [],
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${digest(tar)}`) },
  });
  const blobs = tars.map(PACKINGS[packing]);
  return layout === 'docker-archive'
    ? packTar(dockerArchive(blobs, config))
    : packTar(ociLayout(blobs, config, layout === 'both'));
}

function ociLayout(layers: Uint8Array[], config: Uint8Array, withDocker: boolean): TarEntry[] {
  const name = (bytes: Uint8Array) => `blobs/sha256/${digest(bytes)}`;
  const descriptor = (bytes: Uint8Array) => ({ digest: `sha256:${digest(bytes)}`, size: bytes.length });
  const manifest = json({ schemaVersion: 2, config: descriptor(config), layers: layers.map(descriptor) });
  const attestation = json({ schemaVersion: 2, config: { digest: 'sha256:absent' }, layers: [] });
  const nested = json({ manifests: [descriptor(attestation), descriptor(manifest)] });
  const blobs = new Map([...layers, config, manifest, attestation, nested].map((b) => [name(b), b]));
  const docker = [{ Config: name(config), RepoTags: ['x:1'], Layers: layers.map(name) }];
  return [
    dir('blobs'),
    dir('blobs/sha256'),
    ...[...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => file(path, bytes)),
    file('index.json', json({ schemaVersion: 2, manifests: [descriptor(nested)] })),
    ...(withDocker ? [file('manifest.json', json(docker))] : []),
    file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
  ];
}

function dockerArchive(layers: Uint8Array[], config: Uint8Array): TarEntry[] {
  const first = new Map<string, number>();
  const members = layers.flatMap((bytes, at) => {
    const earlier = first.get(digest(bytes));
    first.set(digest(bytes), earlier ?? at);
    const layer =
      earlier === undefined
        ? file(`l${at}/layer.tar`, bytes)
        : symlink(`l${at}/layer.tar`, `../l${earlier}/layer.tar`);
    return [dir(`l${at}`), file(`l${at}/VERSION`, '1.0'), layer];
  });
  const docker = [{ Config: 'config.json', Layers: layers.map((_, at) => `l${at}/layer.tar`) }];
  return [...members, file('config.json', config), file('manifest.json', json(docker))];
}

/** Streams bytes in chunks of a size that fits no block, as a pipe would. */
export async function* inChunks(bytes: Uint8Array, size = 7001): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function readSpec(spec: ImageSpec, options?: ReadOptions) {
  return readImageArchive(inChunks(await makeArchive(spec)), options);
}

/** The smallest ELF file that names libraries: header, two program headers, a dynamic section, strings. */
export function makeElf(facts: {
  bits?: 32 | 64;
  bigEndian?: boolean;
  machine?: number;
  needed?: string[];
  runpath?: string;
  rpath?: string;
  soname?: string;
}): Uint8Array {
  const { bits = 64, bigEndian = false, machine = 62 } = facts;
  const width = bits / 8;
  const base = 0x40_0000;
  const tags: [number, number][] = [];
  let strings = '\0';
  const add = (tag: number, text: string | undefined) => {
    if (text === undefined) return;
    tags.push([tag, strings.length]);
    strings += `${text}\0`;
  };
  for (const name of facts.needed ?? []) add(1, name);
  add(14, facts.soname);
  add(15, facts.rpath);
  add(29, facts.runpath);
  const [dynamicAt, stringsAt] = [512, 1024];
  tags.push([5, base + stringsAt], [0, 0]);
  const bytes = new Uint8Array(stringsAt + strings.length);
  const put = (at: number, size: number, value: number) => {
    for (let i = 0; i < size; i++)
      bytes[bigEndian ? at + size - 1 - i : at + i] = Math.floor(value / 256 ** i);
  };
  bytes.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, bigEndian ? 2 : 1, 1]);
  put(16, 2, 3);
  put(18, 2, machine);
  const wide = bits === 64;
  const headersAt = wide ? 64 : 52;
  const headerSize = wide ? 56 : 32;
  put(wide ? 32 : 28, width, headersAt);
  put(wide ? 54 : 42, 2, headerSize);
  put(wide ? 56 : 44, 2, 2);
  const segment = (at: number, type: number, offset: number, size: number) => {
    put(at, 4, type);
    put(at + (wide ? 8 : 4), width, offset);
    put(at + (wide ? 16 : 8), width, base + offset);
    put(at + (wide ? 32 : 16), width, size);
  };
  segment(headersAt, 1, 0, bytes.length);
  segment(headersAt + headerSize, 2, dynamicAt, tags.length * 2 * width);
  tags.forEach(([tag, value], index) => {
    put(dynamicAt + index * 2 * width, width, tag);
    put(dynamicAt + (index * 2 + 1) * width, width, value);
  });
  bytes.set(new TextEncoder().encode(strings), stringsAt);
  return bytes;
}
