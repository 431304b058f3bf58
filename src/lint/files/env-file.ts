import { parseDotenv, type Dotenv } from '../../syntax/dotenv/index.ts';
import { Positions } from '../positions.ts';
import { NOTHING_AROUND, type Surroundings } from '../surroundings.ts';

/** A `.env` file as rules see it. */
export class EnvFile {
  readonly path: string;
  readonly source: string;
  readonly around: Surroundings;
  readonly dotenv: Dotenv;
  #positions: Positions | undefined;

  constructor(given: { path: string; source: string; around?: Surroundings }) {
    this.path = given.path;
    this.source = given.source;
    this.around = given.around ?? NOTHING_AROUND;
    this.dotenv = parseDotenv(given.source);
  }

  get positions(): Positions {
    this.#positions ??= new Positions(this.source);
    return this.#positions;
  }
}
