import { type ImageIndex, lowestLayers } from '../image-index.ts';
import { mergedFiles } from '../merged-files.ts';
import { canonicalPath, resolvePath } from '../resolve-path.ts';
import { apkPackages } from './apk.ts';
import { dpkgPackages } from './dpkg.ts';
import { type OsPackage, resolveDepends } from './os-package.ts';

const packages = new WeakMap<ImageIndex, OsPackage[]>();
const owners = new WeakMap<ImageIndex, Map<string, string>>();

/** The packages that dpkg or apk has installed, in the database's order; none for an image without either. */
export function osPackages(index: ImageIndex): OsPackage[] {
  let found = packages.get(index);
  if (!found) {
    found = resolveDepends([...dpkgPackages(index), ...apkPackages(index)]);
    packages.set(index, found);
  }
  return found;
}

/**
 * The package that a file came from, null when none owns it. Spellings through symlinked folders (merged /usr) are the
 * same file; a symlink that no package owns is asked for what it leads to.
 */
export function ownerOf(index: ImageIndex, path: string): string | null {
  const files = mergedFiles(index);
  const owned = ownedPaths(index);
  const target = resolvePath(files, path);
  return owned.get(canonicalPath(files, path)) ?? (target === null ? null : (owned.get(target) ?? null));
}

function ownedPaths(index: ImageIndex): Map<string, string> {
  let owned = owners.get(index);
  if (!owned) {
    owned = new Map();
    const files = mergedFiles(index);
    for (const { name, files: list } of osPackages(index))
      for (const path of list()) {
        const canonical = canonicalPath(files, path);
        if (files.get(canonical)?.entry.type !== 'dir' && !owned.has(canonical)) owned.set(canonical, name);
      }
    owners.set(index, owned);
  }
  return owned;
}

/** Names of the packages that are installed once the layer at a position is there and were not before it. */
export function packagesAddedBy(index: ImageIndex, position: number): string[] {
  const before = new Set(osPackages(lowestLayers(index, position)).map(({ name }) => name));
  return osPackages(lowestLayers(index, position + 1))
    .map(({ name }) => name)
    .filter((name) => !before.has(name));
}
