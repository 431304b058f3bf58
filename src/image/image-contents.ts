import type { ImageContents, ImageFile } from '../lint/index.ts';
import { exposedSecrets } from './exposed-secrets.ts';
import { type ImageIndex, lowestLayers } from './image-index.ts';
import { librariesNeeded } from './libraries-needed.ts';
import { mergedFiles } from './merged-files.ts';
import { osPackages, ownerOf } from './packages/os-packages.ts';
import { readText } from './resolve-path.ts';

/** The image below, as the engine knows it. */
interface Base {
  reference: string;
  layers: number;
  env: readonly string[];
}

/**
 * An image as rules see it.
 * @param base null when it is not known: then nothing counts as the base's
 */
export function imageContents(
  index: ImageIndex,
  named: { reference: string; isId: boolean },
  base: Base | null,
): ImageContents {
  const baseLayers = base?.layers ?? 0;
  const baseIndex = lowestLayers(index, baseLayers);
  const baseNames = new Set((base?.env ?? []).map((line) => line.split('=', 1)[0] ?? ''));
  const { buildArguments, files: secretFiles } = exposedSecrets(index, baseLayers, baseNames);
  return {
    ...named,
    config: index.config,
    files: regularFiles(index, baseLayers),
    texts: accountTexts(index),
    packages: packagesOf(index, base === null ? null : baseIndex),
    base: base === null ? null : { reference: base.reference, env: base.env, texts: accountTexts(baseIndex) },
    buildArguments,
    secretFiles,
    attached: index.attached,
  };
}

function regularFiles(index: ImageIndex, baseLayers: number): ImageFile[] {
  const tree = mergedFiles(index);
  const linked = new Set([...tree.values()].flatMap(({ entry }) => linkOf(entry) ?? []));
  return [...tree.values()].flatMap(({ entry, layer }) => {
    const { path, type, size, mode, uid, gid } = entry;
    if (type !== 'file' && type !== 'hardlink') return [];
    const own = linked.has(path) ? 0 : size;
    const owner = ownerOf(index, path);
    return [{ path: `/${path}`, size: own, mode, uid, gid, owner, inBase: layer < baseLayers }];
  });
}

const linkOf = ({ type, link }: { type: string; link: string | null }): string | null =>
  type === 'hardlink' ? link : null;

function accountTexts(index: ImageIndex): Record<string, string> {
  const paths = ['/etc/passwd', '/etc/group', '/etc/shadow'];
  return Object.fromEntries(
    paths.flatMap((path) => {
      const text = readText(index, path.slice(1));
      return text === null ? [] : [[path, text]];
    }),
  );
}

function packagesOf(index: ImageIndex, baseIndex: ImageIndex | null): ImageContents['packages'] {
  const below = new Set((baseIndex === null ? [] : osPackages(baseIndex)).map(({ name }) => name));
  const programs = [...mergedFiles(index).values()]
    .filter(({ entry }) => entry.elf !== null && ownerOf(index, entry.path) === null)
    .map(({ entry }) => entry.path);
  const loaded = new Map<string, string[]>();
  for (const { package: owner, neededBy } of librariesNeeded(index, programs))
    if (owner !== null)
      loaded.set(owner, [...(loaded.get(owner) ?? []), ...neededBy.map((path) => `/${path}`)]);
  return osPackages(index).map(({ name, installedBytes, section, depends }) => ({
    name,
    bytes: installedBytes,
    section,
    depends,
    inBase: below.has(name),
    loadedBy: loaded.get(name) ?? [],
  }));
}
