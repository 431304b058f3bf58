import { isMapping, textOf } from '../../model/compose-values.ts';
import { DockerfileFacts } from '../dockerfile/file.ts';
import { expanded } from './interpolated.ts';
import type { Service } from './service.ts';

/** The Dockerfile that a service is built from; null when it is not, or the file cannot be read. */
export function builtFrom({ value, file }: Service): DockerfileFacts | null {
  const { build } = value;
  if ((build ?? null) === null) return null;
  const given: Record<string, unknown> = isMapping(build) ? build : { context: build };
  const target = textOf(given['target']);
  const inline = textOf(given['dockerfile_inline']);
  if (inline !== null) return new DockerfileFacts({ path: 'Dockerfile', source: inline, target });
  const folder = expanded(textOf(given['context']) ?? '.');
  const name = expanded(textOf(given['dockerfile']) ?? 'Dockerfile');
  if (folder === null || name === null || /^\w+:\/\/|^git@/.test(folder)) return null;
  const path = name.startsWith('/') ? name : `${folder.replace(/\/+$/, '')}/${name}`;
  const source = file.around.read(path);
  return source === null ? null : new DockerfileFacts({ path, source, target });
}
