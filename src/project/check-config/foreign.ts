import type { Layer } from './layer.ts';

/** How another tool's configuration is read. */
export interface ForeignConfig {
  /** its names, the first one that is there counts */
  names: readonly string[];
  /** @returns null when it says nothing that can be read; a foreign file never stops a check */
  layer: (text: string, folder: string) => Layer | null;
}
