import {
  attackSurface,
  languagePackages,
  largestFiles,
  largestFolders,
  layerSizes,
  osPackages,
  type Sized,
} from '../image/index.ts';
import type { PackageResult, PathResult, TargetResult } from '../model/measure-result.ts';
import type { Made } from './candidate.ts';

type Details = Pick<TargetResult, 'layers' | 'largest' | 'packages' | 'attackSurface'>;

/** More than that nobody reads. */
const LARGEST = 10;

/** What is in an image: its layers, what is big above the base, packages, and what an intruder would find. */
export function detailsOf({ index, base }: Made): Details {
  const baseLayers = base?.layers ?? 0;
  const surface = attackSurface(index);
  const languages = languagePackages(index);
  return {
    layers: layerSizes(index).map(({ layer, waste }) => ({
      instruction: layer.createdBy === null ? null : instructionOf(layer.createdBy),
      bytes: layer.bytes,
      compressed: layer.compressedBytes,
      waste,
      inBase: base === null ? null : layer.index < baseLayers,
    })),
    largest: {
      folders: largestFolders(index, baseLayers, LARGEST).map(pathResult),
      files: largestFiles(index, baseLayers, LARGEST).map(pathResult),
    },
    packages: {
      os: osPackages(index).map(named),
      python: languages.python.map(named),
      node: languages.node.map(named),
    },
    attackSurface: {
      setuid: surface.setuid.map(absolute),
      worldWritable: surface.worldWritable.map(absolute),
      shells: surface.shells,
      packageManagers: surface.packageManagers,
      compilers: surface.compilers,
    },
  };
}

export const noDetails: Details = {
  layers: [],
  largest: { folders: [], files: [] },
  packages: { os: [], python: [], node: [] },
  attackSurface: { setuid: [], worldWritable: [], shells: [], packageManagers: [], compilers: [] },
};

const absolute = (path: string): string => `/${path}`;
const pathResult = ({ path, bytes, files }: Sized): PathResult => ({ path: absolute(path), bytes, files });
const named = ({ name, version }: PackageResult): PackageResult => ({ name, version });

/** As people write it: BuildKit and the older builder put their own words around it. */
function instructionOf(createdBy: string): string {
  const text = createdBy.replace(/\s*# buildkit$/, '');
  const nop = /^\/bin\/sh -c #\(nop\)\s+(.*)$/s.exec(text)?.[1];
  if (nop !== undefined) return nop;
  const shell = /^(?:RUN )?(?:\|\d+ .*?)?\/bin\/(?:ba)?sh -(?:e?o pipefail -)?c (.*)$/s.exec(text)?.[1];
  return shell === undefined ? text : `RUN ${shell}`;
}
