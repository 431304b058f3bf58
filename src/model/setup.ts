import { parseDockerfile, type DockerfileTree } from '../syntax/dockerfile/index.ts';
import type { Facts } from './facts.ts';

/** Where the setup's files lie, relative to the project's folder with `/` between the parts. */
export interface SetupPaths {
  dockerfile: string;
  /** the build context's folder; '' is the project's folder itself */
  context: string;
  /** the ignore file that BuildKit would read; it need not exist */
  ignore: string;
  /** null when the project has none */
  compose: string | null;
  /** the compose service that builds this Dockerfile; null when none does */
  service: string | null;
  envExample: string;
}

/** One Dockerfile with its build context, ignore file and the compose service that builds it. */
export interface Setup {
  readonly paths: SetupPaths;
  /** texts of the files that changes read and write; a file that is not there is not in the map */
  readonly files: ReadonlyMap<string, string>;
  readonly facts: Facts;
}

export function dockerfileOf(setup: Setup): DockerfileTree {
  return parseDockerfile(setup.files.get(setup.paths.dockerfile) ?? '');
}

/** The same setup with one file's text replaced or added. */
export function withFile(setup: Setup, path: string, text: string): Setup {
  return { ...setup, files: new Map(setup.files).set(path, text) };
}

export function withDockerfile(setup: Setup, text: string): Setup {
  return withFile(setup, setup.paths.dockerfile, text);
}

/** Joins a path below the build context to one relative to the project's folder. */
export function inContext(setup: Setup, path: string): string {
  return setup.paths.context === '' ? path : `${setup.paths.context}/${path}`;
}
