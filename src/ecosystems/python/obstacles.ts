import { is } from '../../model/stages.ts';
import type { DockerfileTree, Instruction, Stage } from '../../syntax/dockerfile/index.ts';
import { programsOf } from '../called-programs.ts';
import { aptInstall, shellOf } from '../../syntax/shell/index.ts';
import { installCommands } from '../os/install-commands.ts';
import { hasOldSystemPip, isPython2 } from './interpreter.ts';
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
    if (upgradesFromOtherLists(tree, instruction))
      return 'it upgrades OS packages by the lists of another step, which would stay behind';
    if (namesPackages(instruction)) return 'it names the folder of the packages';
    const manager = programsOf(tree, instruction).find((name) => OTHER_MANAGERS.test(name));
    if (manager !== undefined)
      return `it installs with ${manager}, whose environment is not taken apart: it stays whole`;
  }
  if (installs.length === 0) return 'no installation by pip was found that could move to a stage of its own';
  const names = stage.instructions
    .flatMap((one) => installCommands(one, tree.source))
    .flatMap(({ packages }) => packages.flatMap(({ name }) => name ?? []));
  // an environment with a pip of its own wants Debian's python3-venv
  if (hasOldSystemPip(stage, tree.source) && !names.some((name) => /^python3[\d.]*-(venv|full)$/.test(name)))
    return 'the pip of its distribution is older than 22.3 and cannot fill an environment of its own';
  return null;
}

/** `apt-get upgrade` without an update in the same step. */
function upgradesFromOtherLists(tree: DockerfileTree, instruction: Instruction): boolean {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  const apt = (script?.commands ?? []).flatMap((command) => aptInstall(command) ?? []);
  const verbs = apt.filter(({ tool }) => tool !== 'apk').map(({ verb }) => verb);
  return (
    !verbs.includes('update') && verbs.some((verb) => /^(upgrade|dist-upgrade|full-upgrade)$/.test(verb))
  );
}

/** The folder itself, or that of `pip install --user`, in anything but PATH. */
const namesPackages = (instruction: Instruction): boolean =>
  /\b(site|dist)-packages\b/.test(instruction.argument) ||
  (!is(instruction, 'ENV') && /\/\.local\/(lib|bin)\b/.test(instruction.argument));
