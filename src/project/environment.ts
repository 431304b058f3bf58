import { readFile } from 'node:fs/promises';
import { ShipshapeError } from '../errors.ts';
import { parseDotenv } from '../syntax/dotenv/index.ts';
import { codeOf } from './paths.ts';

/**
 * Names and values of a file that the user named for the runs (`--env-file`). Its values go to the containers of the
 * run and nowhere else.
 * @throws ShipshapeError FILE_UNREADABLE
 */
export async function readEnvironment(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ShipshapeError('FILE_UNREADABLE', {
      what: `The environment file ${path} cannot be read (${codeOf(cause)}).`,
      cause,
    });
  });
  const entries = parseDotenv(text).entries.flatMap(({ name, value }) =>
    value === null ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
