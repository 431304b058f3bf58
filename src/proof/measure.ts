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
import type { Workplace } from './build-setup.ts';
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
