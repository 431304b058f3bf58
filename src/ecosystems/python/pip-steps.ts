import type { Instruction } from '../../syntax/dockerfile/index.ts';
import { pipCommand, shellOf, type PipCommand, type ShellScript } from '../../syntax/shell/index.ts';

/** A `pip install` within a RUN instruction. */
export interface PipInstall {
  instruction: Instruction;
  script: ShellScript;
  pip: PipCommand;
  /** it only renews pip itself and its companions, or brings what makes environments */
  bootstrap: boolean;
  /** where it puts things when that is not the interpreter's own place */
  elsewhere: string | null;
  /** it needs more of the source than requirement files: `.`, `-e .`, a path */
  needsSource: boolean;
}

const BOOTSTRAP = /^(pip|setuptools|wheel|virtualenv)([=<>!~[].*)?$/;
const ELSEWHERE = /^(--user|--target(=|$)|-t|--prefix(=|$)|--root(=|$))/;
/** A path: a requirement has no slash but in an address, and a name no file ending. */
const LOCAL = /^(\.|file:)|^[^\s@:]*\/|^[^/:]*\.(whl|tar\.gz|zip)$/;
const isLocal = (place: string | null): boolean => place === null || !/^https?:/.test(place);

/** The dependency installations by pip of one instruction. */
export function pipInstalls(instruction: Instruction, source: string): PipInstall[] {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, source) : null;
  if (script === null) return [];
  return script.commands.flatMap((command) => {
    const pip = pipCommand(command);
    if (pip === null || pip.verb !== 'install') return [];
    return [
      {
        instruction,
        script,
        pip,
        bootstrap:
          pip.packages.length > 0 &&
          pip.requirements.length === 0 &&
          pip.editable.length === 0 &&
          pip.packages.every((name) => BOOTSTRAP.test(name)),
        elsewhere: pip.flags.find((flag) => ELSEWHERE.test(flag)) ?? pip.targetsPython,
        needsSource:
          pip.editable.length > 0 ||
          pip.packages.some((name) => LOCAL.test(name)) ||
          pip.options.some(({ name, value }) => /^(-f|--find-links)$/.test(name) && isLocal(value)),
      },
    ];
  });
}
