import type { Engine } from './engine.ts';
import { namedImages, type ImageDetails } from './images.ts';

/** An image that another one stands on. */
export interface BaseAmongImages {
  reference: string;
  /** how many of the lowest layers are its own */
  layers: number;
  /** as `NAME=value` */
  env: readonly string[];
}

/** The image of the engine whose layers are the most of this one's lowest ones; builds of the same name are none. */
export async function baseAmongImages(engine: Engine, image: ImageDetails): Promise<BaseAmongImages | null> {
  const nameOf = (tag: string): string => tag.replace(/(:[^:/]+|@.*)$/, '');
  const names = new Set(image.repoTags.map(nameOf));
  let found: BaseAmongImages | null = null;
  for (const { repoTags, layers, config } of await namedImages(engine)) {
    // of several names the longest one is the most exact
    const reference = repoTags
      .filter((tag) => !names.has(nameOf(tag)))
      .sort((a, b) => b.length - a.length)[0];
    const isBelow =
      layers.length < image.layers.length && layers.every((digest, at) => digest === image.layers[at]);
    if (reference !== undefined && isBelow && layers.length > (found?.layers ?? 0))
      found = { reference, layers: layers.length, env: config.env };
  }
  return found;
}
