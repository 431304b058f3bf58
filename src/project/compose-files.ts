import { ShipshapeError } from '../errors.ts';
import { referencesOf, type ComposeReference } from '../model/compose-project.ts';
import { positionAt } from '../syntax/text.ts';
import { firstFile, insideProject } from './paths.ts';
import { readText } from './text.ts';
import { readYaml } from './yaml-data.ts';

/** The names that Compose looks for, in its order. */
export const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
/** What it merges over that file unasked, the first that is there. */
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

export interface ComposeTexts {
  path: string;
  files: string[];
  others: string[];
  /** of all of them, by path relative to the project's folder */
  texts: Map<string, string>;
}

/**
 * The texts that `docker compose` reads in the project's folder; null when there is no compose file.
 * @throws ShipshapeError COMPOSE_UNREADABLE for what is no YAML, or for an included file that is not there;
 * FILE_UNREADABLE
 */
export async function readComposeFiles(projectDir: string): Promise<ComposeTexts | null> {
  const path = await firstFile(projectDir, COMPOSE_NAMES);
  const text = path === null ? null : await readText(projectDir, path);
  if (path === null || text === null) return null;
  const override = await firstFile(projectDir, OVERRIDE_NAMES);
  const files = override === null ? [path] : [path, override];
  const texts = new Map<string, string>();
  const todo = [...files];
  for (let file = todo.shift(); file !== undefined; file = todo.shift()) {
    const read = await readText(projectDir, file);
    if (read === null || texts.has(file)) continue;
    readYaml(file, read, 'COMPOSE_UNREADABLE');
    texts.set(file, read);
    for (const reference of referencesOf(file, read)) {
      const found = reference.path === null ? null : insideProject(projectDir, reference.path);
      if (found === null) throw unusable(reference, read, 'which does not lie in the project');
      if ((await firstFile(projectDir, [found])) === null)
        throw unusable(reference, read, 'which is not there');
      todo.push(found);
    }
  }
  return { path, files, others: [...texts.keys()].filter((file) => !files.includes(file)), texts };
}

function unusable({ from, text, key }: ComposeReference, source: string, why: string): ShipshapeError {
  const at = source.indexOf(text);
  return new ShipshapeError('COMPOSE_UNREADABLE', {
    what: `${from} ${key === 'include' ? 'includes' : 'extends a service of'} ${text}, ${why}.`,
    where: { path: from, line: at < 0 ? null : positionAt(source, at).line },
  });
}
