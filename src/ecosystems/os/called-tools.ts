import { toolCommands } from './build-only.ts';

/** Compilers and build systems, which what ships does without. */
const COMPILES = /^(make|cmake|gcc|g\+\+|cc|c\+\+|cargo|rustc|go|configure)$/;

/**
 * The packages, of those that would be left behind, whose programs are called.
 * @returns the program where it is a compiler or a build system, which does not ship
 */
export function calledTools(programs: readonly string[], left: readonly string[]): string[] | string {
  const compiler = programs.find((program) => COMPILES.test(program));
  if (compiler !== undefined) return compiler;
  return left.filter((name) => (toolCommands(name) ?? [name]).some((program) => programs.includes(program)));
}
