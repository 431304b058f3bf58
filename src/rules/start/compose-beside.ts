import { ComposeFile, type Service, type Surroundings } from '../../lint/index.ts';

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/**
 * The services that the compose file beside a Dockerfile builds.
 * @param word a file without it is not parsed
 */
export function builtBeside(around: Surroundings, word: string): readonly Service[] {
  const path = NAMES.find((name) => around.read(name) !== null);
  const source = path === undefined ? null : around.read(path);
  if (path === undefined || source === null || !source.includes(word)) return [];
  return new ComposeFile({ path, source, around }).services.filter((service) => service.has('build'));
}
