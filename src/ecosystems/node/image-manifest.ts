import { dockerfileOf, inContext, type Setup } from '../../model/setup.ts';
import { copySources, type Stage } from '../../syntax/dockerfile/index.ts';
import { originBefore } from '../context-origin.ts';
import { absoluteIn } from '../source-copy.ts';
import { readManifest, type Manifest } from './manifest.ts';

/** The package.json of a folder of the image, through the stages that the folder's content is copied from. */
export function manifestIn(setup: Setup, stage: Stage, folder: string, depth = 0): Manifest | null {
  const wanted = folder === '/' ? '/package.json' : `${folder}/package.json`;
  const path = originBefore(setup, stage, null, wanted);
  if (path !== null) return readManifest(setup, path);
  const { stages } = dockerfileOf(setup);
  const named = (name: string) =>
    stages.find(({ name: own, index }) => own === name.toLowerCase() || String(index) === name);
  const below = named(stage.base);
  if (depth > 5) return null;
  for (const one of stage.instructions.toReversed()) {
    const reading = copySources(one);
    const from = reading?.from == null ? undefined : named(reading.from);
    const [source] = reading?.sources ?? [];
    if (from === undefined || source === undefined || reading === null) continue;
    const target = absoluteIn(stage, one, reading.destination.value);
    const origin = absoluteIn(from, null, source.value);
    if (target !== folder && !folder.startsWith(`${target}/`)) continue;
    // a file is copied into the folder, a folder's content becomes it
    const inside = origin.endsWith('/package.json')
      ? origin.slice(0, -'/package.json'.length)
      : origin + folder.slice(target.length);
    const found = manifestIn(setup, from, inside || '/', depth + 1);
    if (found !== null) return found;
  }
  return below === undefined ? null : manifestIn(setup, below, folder, depth + 1);
}

/**
 * The package.json of a folder of the image; where its copies cannot be followed, the one that the context has there, or
 * at all.
 * @param named the folder as a command names it; null where it names none
 */
export function manifestFor(
  setup: Setup,
  stage: Stage,
  folder: string,
  named: string | null,
): Manifest | null {
  const followed = manifestIn(setup, stage, folder);
  if (followed !== null) return followed;
  const prefix = inContext(setup, '');
  const paths = [...setup.files.keys()].flatMap((path) =>
    path.startsWith(prefix) && /(^|\/)package\.json$/.test(path) ? [path.slice(prefix.length)] : [],
  );
  const inside = named?.replace(/^(\.\/)+|\/+$/g, '') ?? '';
  const path = inside === '' ? 'package.json' : `${inside}/package.json`;
  const found = paths.includes(path) ? path : paths.length === 1 ? paths[0] : undefined;
  return found === undefined ? null : readManifest(setup, found);
}
