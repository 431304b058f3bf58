import { is } from '../../model/stages.ts';
import type { DockerfileTree, Instruction, Stage } from '../../syntax/dockerfile/index.ts';
import { programsOf } from '../called-programs.ts';
import { toolCommands } from '../os/build-only.ts';
import { isPython2 } from './interpreter.ts';
import type { PipInstall } from './pip-steps.ts';

/** Package managers with environments and lock files of their own. */
const OTHER_MANAGERS = /^(poetry|pipenv|pdm|uv|uvx|conda|mamba|micromamba|pixi|rye|pip-sync)$/;

/** Why a stage cannot be taken apart whatever its packages are; null when it can. */
export function obstacle(tree: DockerfileTree, stage: Stage, installs: readonly PipInstall[]): string | null {
  if (isPython2(stage)) return 'Python 2 knows no virtual environments that could be copied';
  for (const instruction of stage.instructions) {
    if (is(instruction, 'ONBUILD')) return 'it has ONBUILD instructions: it is made to be a base';
    if (
      is(instruction, 'ENV', 'ARG') &&
      /\bPIP_(USER|TARGET|PREFIX|ROOT|PYTHON)\b/.test(instruction.argument)
    )
      return 'its environment tells pip where to install';
    if (namesPackages(instruction)) return 'it names the folder of the packages';
    const manager = programsOf(tree, instruction).find((name) => OTHER_MANAGERS.test(name));
    if (manager !== undefined)
      return `it installs with ${manager}, whose environment is not taken apart: it stays whole`;
  }
  if (installs.length === 0) return 'no installation by pip was found that could move to a stage of its own';
  return null;
}

/** The folder itself, or that of `pip install --user`, in anything but PATH. */
const namesPackages = (instruction: Instruction): boolean =>
  /\b(site|dist)-packages\b/.test(instruction.argument) ||
  (!is(instruction, 'ENV') && /\/\.local\/(lib|bin)\b/.test(instruction.argument));

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
