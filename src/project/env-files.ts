import { ShipshapeError } from '../errors.ts';
import { parseDotenv } from '../syntax/dotenv/index.ts';
import { readText } from './text.ts';

/** A file with real values, of which only the names are ever read. */
export interface EnvFile {
  path: string;
  names: string[];
}

/** The names of the variables in those of the files that are there and can be read. */
export async function readVariableNames(projectDir: string, paths: readonly string[]): Promise<EnvFile[]> {
  const found: EnvFile[] = [];
  for (const path of new Set(paths)) {
    const text = await readText(projectDir, path).catch((error: unknown) => {
      // they are not needed for anything but their names
      if (error instanceof ShipshapeError) return null;
      throw error;
    });
    if (text !== null)
      found.push({ path, names: [...new Set(parseDotenv(text).entries.map(({ name }) => name))] });
  }
  return found;
}
