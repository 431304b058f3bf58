import { parseIgnore, type IgnoreLine } from '../../syntax/ignore/index.ts';
import { Positions } from '../positions.ts';
import { NOTHING_AROUND, type Surroundings } from '../surroundings.ts';

/** A `.dockerignore` as rules see it. */
export class IgnoreFile {
  readonly path: string;
  readonly source: string;
  readonly around: Surroundings;
  readonly lines: readonly IgnoreLine[];
  #positions: Positions | undefined;

  constructor(given: { path: string; source: string; around?: Surroundings }) {
    this.path = given.path;
    this.source = given.source;
    this.around = given.around ?? NOTHING_AROUND;
    this.lines = parseIgnore(given.source).lines;
  }

  get positions(): Positions {
    this.#positions ??= new Positions(this.source);
    return this.#positions;
  }
}
