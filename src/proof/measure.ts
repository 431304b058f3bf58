import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  aboveBaseBytes,
  attackSurface,
  compressedBytes,
  layerCount,
  lowestLayers,
  osPackages,
  uncompressedBytes,
  wastedBytes,
  type ImageIndex,
} from '../image/index.ts';
import { finds, notMeasured, type Measurement } from '../model/result.ts';
import { contextBytes } from '../project/index.ts';
import type { BuildResult } from '../engine/index.ts';
import { build, tagFor, workplaceFor, type Workplace } from './build-setup.ts';
import { dependencyFile, editedText, sourceFile } from './edited-files.ts';
import type { Session } from './session.ts';

/** The numbers that the image itself tells. `baseLayers` 0 means that the base is not known: then what lies above it is null. */
export function measureImage(index: ImageIndex, baseLayers: number): Measurement {
  const surface = attackSurface(index);
  return {
    ...notMeasured(),
    size: {
      uncompressed: uncompressedBytes(index),
      compressed: compressedBytes(index),
      aboveBase: baseLayers === 0 ? null : aboveBaseBytes(index, baseLayers),
    },
    layers: layerCount(index),
    waste: wastedBytes(index),
    packages: {
      os: surface.osPackages,
      osAboveBase: baseLayers === 0 ? null : packagesAboveBase(index, baseLayers),
      language: surface.languagePackages,
    },
    attackSurface: {
      setuid: finds(surface.setuid.map((path) => `/${path}`)),
      worldWritable: finds(surface.worldWritable.map((path) => `/${path}`)),
      shells: finds(surface.shells),
      packageManagers: finds(surface.packageManagers),
      compilers: finds(surface.compilers),
    },
  };
}

function packagesAboveBase(index: ImageIndex, baseLayers: number): number {
  const inBase = new Set(osPackages(lowestLayers(index, baseLayers)).map(({ name }) => name));
  return osPackages(index).filter(({ name }) => !inBase.has(name)).length;
}

/** The build context's bytes: the files that the ignore file leaves in. */
export async function measureContext(session: Session, { setup, snapshot }: Workplace): Promise<number> {
  const ignore = setup.files.get(setup.paths.ignore) ?? '';
  return contextBytes(join(snapshot.dir, setup.paths.context), ignore, session.signal);
}

export interface Rebuilds {
  unchanged: BuildResult | null;
  sourceEdit: BuildResult | null;
  dependencyEdit: BuildResult | null;
}

/**
 * Builds again with the cache: with nothing changed, after an edit of the source, after one of the manifest. Each
 * edit starts from a copy of its own, so that one does not carry into the next.
 * @param name tells the copies of before and after apart
 */
export async function rebuild(session: Session, workplace: Workplace, name: string): Promise<Rebuilds> {
  const again = async (edit: string | null): Promise<BuildResult | null> => {
    const copy = await workplaceFor(session, workplace.setup);
    if (edit !== null) {
      const path = join(copy.snapshot.dir, edit);
      await writeFile(path, editedText(edit, await readFile(path, 'utf8'), session.run.id));
    }
    const result = await build(session, copy, { tag: tagFor(session, `${name}-again`), noCache: false });
    await copy.snapshot.dispose();
    return result.failure === null ? result : null;
  };
  const source = sourceFile(workplace.setup);
  const manifest = dependencyFile(workplace.setup);
  return {
    unchanged: await again(null),
    sourceEdit: source === null ? null : await again(source),
    dependencyEdit: manifest === null ? null : await again(manifest),
  };
}

export const buildTimes = (cold: BuildResult | null, rebuilds: Rebuilds): Measurement['build'] => ({
  cold: duration(cold),
  unchanged: duration(rebuilds.unchanged),
  sourceEdit: duration(rebuilds.sourceEdit),
  dependencyEdit: duration(rebuilds.dependencyEdit),
  times: cold === null ? null : 1,
});

const duration = (result: BuildResult | null): number | null =>
  result === null || result.failure !== null ? null : Math.round(result.durationMs);
