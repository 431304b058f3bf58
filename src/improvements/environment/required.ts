import type { Setup } from '../../model/setup.ts';

/** A value that compose asks for by the variable's name, and tells where to look. */
export const required = (setup: Setup, name: string): string =>
  `\${${name}:?set ${name}, see ${setup.paths.envExample}}`;
