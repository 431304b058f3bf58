import { expect, it } from 'vitest';
import { file, readSpec } from '../../test/unit/image/make-archive.ts';
import { largestFiles, largestFolders, layerSizes, uncompressedBytes, wastedBytes } from './index.ts';

const bytes = (path: string, size: number) => file(path, 'x'.repeat(size));
const read = (...layers: ReturnType<typeof bytes>[][]) => readSpec({ layers });

it('the biggest folders are taken apart where one part stands out, and never told twice', async () => {
  const index = await read(
    [bytes('usr/lib/base', 5000)],
    [
      ...Array.from({ length: 20 }, (_, at) => bytes(`app/node_modules/p${at}/index.js`, 50)),
      bytes('usr/lib/gcc/cc1', 700),
      bytes('usr/share/doc', 100),
      bytes('etc/conf', 1),
    ],
  );
  expect(largestFolders(index, 1, 10)).toEqual([
    { path: 'app/node_modules', bytes: 1000, files: 20 },
    { path: 'usr/lib/gcc', bytes: 700, files: 1 },
    { path: 'usr/share', bytes: 100, files: 1 },
    { path: 'etc', bytes: 1, files: 1 },
  ]);
  expect(largestFolders(index, 1, 2).map(({ path }) => path)).toEqual(['app/node_modules', 'usr/lib/gcc']);
  expect(largestFolders(index, 0, 1)).toEqual([{ path: 'usr/lib', bytes: 5700, files: 2 }]);
  expect(largestFiles(index, 1, 1)).toEqual([{ path: 'usr/lib/gcc/cc1', bytes: 700, files: 1 }]);
});

it('an image without files above the base has no big ones', async () => {
  const index = await read([bytes('a', 5)]);
  expect([largestFolders(index, 1, 5), largestFiles(index, 1, 5)]).toEqual([[], []]);
});

it('a file in the root is told, the root as a folder is not taken for more', async () => {
  const index = await read([bytes('big', 5)]);
  expect(largestFolders(index, 0, 5)).toEqual([{ path: '', bytes: 5, files: 1 }]);
});

it('the waste of each layer is what later ones delete or replace', async () => {
  const index = await read(
    [bytes('a', 100), bytes('b', 10), bytes('c/d', 1)],
    [bytes('a', 50)],
    [file('.wh.a'), file('.wh.c')],
  );
  const sizes = layerSizes(index);
  expect(sizes.map(({ waste }) => waste)).toEqual([101, 50, 0]);
  expect(sizes.reduce((sum, { waste }) => sum + waste, 0)).toBe(wastedBytes(index));
  expect(sizes.reduce((sum, { layer }) => sum + layer.bytes, 0)).toBe(uncompressedBytes(index));
});
