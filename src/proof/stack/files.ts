import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposeModel } from '../../engine/index.ts';
import { isMapping, listOf, textOf } from '../../model/compose-values.ts';
import { insideProject, isFile } from '../../project/index.ts';
import { inventValue } from '../invented-values.ts';
import type { Session } from '../session.ts';
import { copied } from './copies.ts';
import { noteOnce } from './note-once.ts';

/** Copies of files of the project; made-up content for what is not there, or comes from elsewhere. */
export async function filesOf(
  session: Session,
  model: ComposeModel,
  names: readonly string[],
  key: 'secrets' | 'configs',
  dir: string,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const declared = model[key];
  if (!isMapping(declared) || session.engine.facts.remote) return found;
  for (const name of usedFiles(model, names, key)) {
    const definition = declared[name];
    if (!isMapping(definition) || definition['content'] !== undefined) continue;
    const path = insideProject(dir, textOf(definition['file']) ?? '');
    const isThere =
      typeof definition['file'] === 'string' && path !== null && (await isFile(session.projectDir, path));
    found.set(name, isThere ? await copied(session, path) : await madeUp(session, name));
  }
  return found;
}

async function madeUp(session: Session, name: string): Promise<string> {
  noteOnce(
    session,
    `The runs were given a made-up value for the secret or configuration ${name}, whose file is not there.`,
  );
  const folder = await session.run.tempFolder('secret');
  const file = join(folder, 'value');
  await writeFile(file, inventValue(name.toUpperCase().replaceAll(/\W/g, '_')) ?? `shipshape-${name}`);
  return file;
}

/** Names of the model's top-level `secrets` or `configs` that some services use. */
export const usedFiles = (
  model: ComposeModel,
  names: readonly string[],
  key: 'secrets' | 'configs',
): string[] => [
  ...new Set(
    names.flatMap((name) =>
      listOf(model.services[name]?.[key]).flatMap(
        (one) => textOf(isMapping(one) ? one['source'] : one) ?? [],
      ),
    ),
  ),
];
