import * as fc from 'fast-check';
import type { TarEntry } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { dir, file, readSpec } from '../../test/unit/image/make-archive.ts';
import {
  aboveBaseBytes,
  layerChanges,
  lowestLayers,
  mergedFiles,
  uncompressedBytes,
  wastedBytes,
} from './index.ts';

/** A layer as a tree: what it says of a name and, in folders, of the names below. */
type Node = { kind: 'file'; size: number } | { kind: 'gone' } | Folder;
interface Folder {
  kind: 'dir';
  opaque: boolean;
  children: Record<string, Node>;
}

const { folder } = fc.letrec<{ node: Node; folder: Folder }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('file' as const), size: fc.integer({ min: 0, max: 9 }) }),
    fc.constant({ kind: 'gone' as const }),
    tie('folder'),
  ),
  folder: fc.record({
    kind: fc.constant('dir' as const),
    opaque: fc.boolean(),
    children: fc.dictionary(fc.constantFrom('a', 'b', 'ab'), tie('node'), { maxKeys: 3 }),
  }),
}));

function entriesOf(node: Node, folderPath: string, name: string): TarEntry[] {
  const path = folderPath === '' ? name : `${folderPath}/${name}`;
  const beside = (base: string) => (folderPath === '' ? base : `${folderPath}/${base}`);
  if (node.kind === 'file') return [file(path, 'x'.repeat(node.size))];
  if (node.kind === 'gone') return [file(beside(`.wh.${name}`))];
  const inside = Object.entries(node.children).flatMap(([child, value]) => entriesOf(value, path, child));
  return [dir(path), ...(node.opaque ? [file(`${path}/.wh..wh..opq`)] : []), ...inside];
}

/** The naive model: lays one tree over another, name by name. */
function over(upper: Node, lower: Node | undefined): Node | undefined {
  if (upper.kind === 'gone') return undefined;
  if (upper.kind === 'file') return upper;
  const children = lower?.kind === 'dir' && !upper.opaque ? { ...lower.children } : {};
  for (const [name, node] of Object.entries(upper.children)) {
    const merged = over(node, children[name]);
    if (merged) children[name] = merged;
    else delete children[name];
  }
  return { kind: 'dir', opaque: false, children };
}

function flat(node: Node, path: string): [string, number][] {
  if (node.kind !== 'dir') return [[path, node.kind === 'file' ? node.size : -1]];
  const inside = Object.entries(node.children).flatMap(([name, child]) => flat(child, `${path}/${name}`));
  return [[path, 0], ...inside];
}

describe('mergedFiles', () => {
  it('equals a naive model over any layers, in any order of the entries', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(folder, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (trees, reverse) => {
          const layers = trees.map((tree) => {
            const entries = entriesOf(tree, '', 'r');
            return reverse ? entries.reverse() : entries;
          });
          const index = await readSpec({ layers });
          let model: Node | undefined;
          for (const tree of trees) model = over(tree, model);
          const merged = [...mergedFiles(index)].map(([path, { entry }]) => [path, entry.size]);
          const expected = model ? flat(model, 'r') : [];
          expect(Object.fromEntries(merged)).toEqual(Object.fromEntries(expected));
          const visible = expected.reduce((sum, [, size]) => sum + size, 0);
          expect(wastedBytes(index)).toBe(uncompressedBytes(index) - visible);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('differs from the tree below by exactly the changes of the layer', async () => {
    await fc.assert(
      fc.asyncProperty(folder, folder, async (lower, upper) => {
        const index = await readSpec({ layers: [entriesOf(lower, '', 'r'), entriesOf(upper, '', 'r')] });
        const { added, changed, deleted } = layerChanges(index, 1);
        const paths = new Set(mergedFiles(lowestLayers(index, 1)).keys());
        expect([...changed, ...deleted].every(({ path }) => paths.has(path))).toBe(true);
        expect(added.some(({ path }) => paths.has(path))).toBe(false);
        for (const { path } of added) paths.add(path);
        for (const { path } of deleted) paths.delete(path);
        expect(paths).toEqual(new Set(mergedFiles(index).keys()));
      }),
      { numRuns: 150 },
    );
  });
});

describe('layers over layers', () => {
  const base = [dir('lib'), file('lib/a', '12345'), file('lib/b', '123'), dir('libx'), file('libx/c', '1')];

  it('tell what was added, changed and deleted, with sizes', async () => {
    const top = [dir('lib'), file('lib/a', '12'), file('lib/.wh.b'), file('new', '1234')];
    const index = await readSpec({ layers: [base, top] });
    const { added, changed, deleted } = layerChanges(index, 1);
    const told = (list: typeof added) =>
      list.map(({ path, entry, before }) => [path, entry?.size, before?.size]);
    expect(told(added)).toEqual([['new', 4, undefined]]);
    expect(told(changed)).toEqual([['lib/a', 2, 5]]);
    expect(told(deleted)).toEqual([['lib/b', undefined, 3]]);
    expect(wastedBytes(index)).toBe(8);
    expect(aboveBaseBytes(index, 1)).toBe(6);
    expect(mergedFiles(index).get('lib/a')?.layer).toBe(1);
  });

  it('hide a folder that was deleted with all below it, but not one with a longer name', async () => {
    const index = await readSpec({ layers: [base, [file('.wh.lib')]] });
    expect([...mergedFiles(index).keys()]).toEqual(['libx', 'libx/c']);
    expect(layerChanges(index, 1).deleted.map(({ path }) => path)).toEqual(['lib', 'lib/a', 'lib/b']);
  });

  it('hide everything below an opaque root', async () => {
    const index = await readSpec({ layers: [base, [file('.wh..wh..opq'), file('only', '')]] });
    expect([...mergedFiles(index).keys()]).toEqual(['only']);
  });

  it('count a folder as changed when its owner is', async () => {
    const index = await readSpec({ layers: [base, [dir('lib', { uid: 7 }), dir('libx')]] });
    expect(layerChanges(index, 1).changed.map(({ path }) => path)).toEqual(['lib']);
  });
});
