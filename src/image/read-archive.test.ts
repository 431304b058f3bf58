import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import {
  dir,
  file,
  hardlink,
  inChunks,
  makeArchive,
  makeElf,
  readSpec,
  symlink,
} from '../../test/unit/image/make-archive.ts';
import { compressedBytes, layerCount, mergedFiles, readImageArchive, readText } from './index.ts';

const RELEASE =
  'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n';
const LAYERS = [
  [dir('etc'), file('./etc/os-release', RELEASE), file('/srv/data', 'x'.repeat(300_000))],
  [file('app/main.py', 'print()'), symlink('app/link', 'main.py'), hardlink('app/hard', 'app/main.py')],
];
const paths = (index: Awaited<ReturnType<typeof readSpec>>) => [...mergedFiles(index).keys()].sort();
const EXPECTED = ['app/hard', 'app/link', 'app/main.py', 'etc', 'etc/os-release', 'srv/data'];

describe('readImageArchive', () => {
  for (const layout of ['both', 'oci', 'docker-archive'] as const)
    for (const packing of ['plain', 'gzip', 'zstd'] as const)
      it(`reads ${layout} with ${packing} layers`, async () => {
        const index = await readSpec({ layers: LAYERS, layout, packing });
        expect(paths(index)).toEqual(EXPECTED);
        expect(index.layers.map((layer) => layer.bytes)).toEqual([300_000 + RELEASE.length, 7]);
        expect(readText(index, '/etc/os-release')).toBe(RELEASE);
      });

  it('gives the same diff ids whatever the packing', async () => {
    const ids = async (packing: 'plain' | 'gzip') =>
      (await readSpec({ layers: LAYERS, packing })).layers.map((layer) => layer.digest);
    expect(await ids('gzip')).toEqual(await ids('plain'));
  });

  it('does not depend on how the stream is cut', async () => {
    const archive = await makeArchive({ layers: LAYERS });
    for (const size of [1, 511, 512, 513, 65_536, archive.length]) {
      const small = size === 1 ? await makeArchive({ layers: [[file('a', 'b')]] }) : archive;
      const index = await readImageArchive(inChunks(small, size));
      expect(paths(index)).toEqual(size === 1 ? ['a'] : EXPECTED);
    }
  });

  it('reads a compressed zstd frame, beside raw ones', async () => {
    const index = await readImageArchive(
      inChunks(await archiveOf(Uint8Array.from(atob(ZSTD), (char) => char.charCodeAt(0)))),
      {
        keep: () => true,
      },
    );
    expect(readText(index, 'greeting')).toBe('hello zstd\n');
    expect(readText(index, 'words')?.split(' ')).toHaveLength(200);
  });

  for (const layout of ['both', 'docker-archive'] as const)
    it(`lets one digest stand for two layers (${layout})`, async () => {
      const again = [file('again', 'same bytes', { mtime: new Date(0) })];
      const layers = [again, [file('.wh.again', '')], again];
      const index = await readSpec({ layers, layout });
      expect(index.layers).toHaveLength(3);
      expect(index.layers[0]?.digest).toBe(index.layers[2]?.digest);
      expect(mergedFiles(index).get('again')?.layer).toBe(2);
    });

  it('reads names too long for a tar header, and names beyond ASCII', async () => {
    const long = `${'folder/'.repeat(40)}ünïcode-${'n'.repeat(150)}`;
    const index = await readSpec({ layers: [[file(long, 'x'), symlink('to', long)]] });
    expect(mergedFiles(index).get(long)?.entry.size).toBe(1);
    expect(mergedFiles(index).get('to')?.entry.link).toBe(long);
  });

  it('keeps mode, owner, time and type', async () => {
    const header = { mode: 0o4751, uid: 1001, gid: 3_000_000, mtime: new Date(1_700_000_000_000) };
    const fifo = { header: { name: 'pipe', type: 'fifo' as const, size: 0 } };
    const index = await readSpec({ layers: [[file('su', 'x', header), fifo]] });
    expect(index.layers[0]?.entries.get('su')).toMatchObject({
      type: 'file',
      mode: 0o4751,
      uid: 1001,
      gid: 3_000_000,
      mtime: 1_700_000_000,
    });
    expect(index.layers[0]?.entries.get('pipe')?.type).toBe('fifo');
  });

  it('reads ELF facts of a file and of its hard link', async () => {
    const elf = makeElf({ needed: ['libpq.so.5'], soname: 'x.so' });
    const index = await readSpec({
      layers: [[file('a.so', elf), hardlink('b.so', 'a.so'), file('c', 'ELF')]],
    });
    const found = ['a.so', 'b.so', 'c'].map(
      (path) => mergedFiles(index).get(path)?.entry.elf?.needed ?? null,
    );
    expect(found).toEqual([['libpq.so.5'], ['libpq.so.5'], null]);
  });

  it('keeps only the contents asked for', async () => {
    const index = await readSpec({ layers: LAYERS }, { keep: (path) => path === 'app/main.py' });
    expect(index.layers.map((layer) => [...layer.contents.keys()])).toEqual([[], ['app/main.py']]);
  });

  it('measures gzip sizes only when asked, whatever the packing', async () => {
    const sizes = await Promise.all(
      (['plain', 'gzip', 'zstd'] as const).map(async (packing) =>
        compressedBytes(await readSpec({ layers: LAYERS, packing }, { compress: true })),
      ),
    );
    expect(sizes[0]).toBeGreaterThan(100);
    expect(sizes[0]).toBeLessThan(5000);
    expect(new Set(sizes).size).toBe(1);
    expect(compressedBytes(await readSpec({ layers: LAYERS }))).toBeNull();
  });
});

describe('the history', () => {
  const history = [
    { created_by: 'ADD rootfs' },
    { created_by: 'ENV A=1', empty_layer: true },
    { created_by: 'COPY . .' },
    { created_by: 'CMD ["a"]', empty_layer: true },
  ];

  it('is aligned with the layers, empty entries left out', async () => {
    const index = await readSpec({ layers: LAYERS, history });
    expect(index.history.map((entry) => entry.layer?.index ?? null)).toEqual([0, null, 1, null]);
    expect(index.layers.map((layer) => layer.createdBy)).toEqual(['ADD rootfs', 'COPY . .']);
    expect(layerCount(index)).toBe(2);
  });

  it('is aligned from the end where it is shorter or longer than the layers', async () => {
    const shorter = await readSpec({ layers: LAYERS, history: history.slice(1) });
    expect(shorter.layers.map((layer) => layer.createdBy)).toEqual([null, 'COPY . .']);
    const longer = await readSpec({ layers: LAYERS, history: [{ created_by: 'FROM' }, ...history] });
    expect(longer.history.map((entry) => entry.layer?.index ?? null)).toEqual([null, 0, null, 1, null]);
  });
});

describe('the configuration', () => {
  it('is read with its absent parts told', async () => {
    const config = {
      Env: ['A=1'],
      Cmd: ['run'],
      User: '1001',
      ExposedPorts: { '80/tcp': {} },
      Healthcheck: { Test: ['CMD', 'x'], Interval: 30e9, Retries: 3 },
      Labels: { a: 'b' },
    };
    const index = await readSpec({ layers: LAYERS, config });
    expect(index.config).toEqual({
      architecture: 'amd64',
      os: 'linux',
      created: null,
      env: ['A=1'],
      cmd: ['run'],
      entrypoint: null,
      user: '1001',
      workingDir: '',
      exposedPorts: ['80/tcp'],
      volumes: [],
      healthcheck: { test: ['CMD', 'x'], interval: 30, timeout: null, startPeriod: null, retries: 3 },
      stopSignal: null,
      labels: { a: 'b' },
      shell: null,
    });
  });
});

describe('a bad archive', () => {
  it('that ends early is an error, wherever it ends', async () => {
    const archive = await makeArchive({ layers: LAYERS });
    for (const part of [0.2, 0.5, 0.9])
      await expect(
        readImageArchive(inChunks(archive.subarray(0, Math.floor(archive.length * part)))),
      ).rejects.toMatchObject({ code: 'ENGINE_LOST' });
  });

  it('with a damaged gzip layer is an error', async () => {
    const archive = await makeArchive({ layers: LAYERS, packing: 'gzip' });
    const at = archive.findIndex((byte, i) => byte === 0x1f && archive[i + 1] === 0x8b);
    archive.fill(0xff, at + 30, at + 60);
    await expect(readImageArchive(inChunks(archive))).rejects.toMatchObject({ code: 'ENGINE_LOST' });
  });

  it('without an image, or without one of its layers, is an error', async () => {
    const empty = await packTar([file('a', 'b')]);
    await expect(readImageArchive(inChunks(empty))).rejects.toMatchObject({ code: 'ENGINE_UNSUPPORTED' });
    const lacking = await packTar([
      file('config.json', '{}'),
      file('manifest.json', '[{"Config":"config.json","Layers":["gone/layer.tar"]}]'),
    ]);
    await expect(readImageArchive(inChunks(lacking))).rejects.toThrow('gone/layer.tar');
  });

  it('hands on the error of whoever feeds it', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(100);
      throw new Error('pipe broke');
    }
    await expect(readImageArchive(failing())).rejects.toThrow('pipe broke');
  });
});

async function archiveOf(layer: Uint8Array): Promise<Uint8Array> {
  return packTar([
    file('layer.tar', layer),
    file('config.json', '{}'),
    file('manifest.json', '[{"Config":"config.json","Layers":["layer.tar"]}]'),
  ]);
}

/** `zstd -19` of a tar with two small files. */
const ZSTD =
  'KLUv/WQAJx0HAGJFERKQzwH0Rwdufs3/fwbeOPspkVN2pYAgRCygNh8SLYwR439VVOIDZWsO8r3VbqWk3afI1vt3+CFmiH6fiH4pp8+is2tRFkegkBUklSwHcCQoY1bTAZsLevkypDpEdm3NfWGmIgeuhD7SqfFOcmaQQ0GaIkMajvCFFn4dth8OkM6RRkT8RuPgtMq0YZKIOU5OEgGK9NlRI7sjtUsfchrSgY3Yzghc2AoCQKhiNsR47IRqeIY/Vi2nCGOYggNbMfg/BjmW+idi8QBKSTxQkYgCBxnjemF6pnTjA/n70AAQTm4Hb3Hp7g==';
