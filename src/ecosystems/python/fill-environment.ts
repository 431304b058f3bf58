import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/index.ts';
import { pipCommand } from '../../syntax/shell/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { installCommands } from '../os/install-commands.ts';
import type { PlacedInstall } from './pip-places.ts';
import { VENV } from './venv.ts';

export interface EnvironmentForm {
  /** filled by a pip of its own, as people do it; else by the pip of the base, which saves 10 MB */
  withPip: boolean;
  /** the base is an official image of Python, whose interpreter has no packages of its own to be seen */
  isOfficial: boolean;
}

const makeVenv = ({ pip }: PlacedInstall, { withPip, isOfficial }: EnvironmentForm): string =>
  [
    `${pythonOf(pip.python.text, isOfficial)} -m venv`,
    ...(isOfficial ? [] : ['--system-site-packages']),
    ...(withPip ? [] : ['--without-pip']),
    VENV,
  ].join(' ');

/** The interpreter that a pip belongs to: `pip3.11` is that of `python3.11`; distributions have no plain `python`. */
function pythonOf(pip: string, isOfficial: boolean): string {
  const python = (pip.split(' ')[0] ?? '').replace(/pip([\d.]*)$/, 'python$1');
  return isOfficial || python !== 'python' || pip.includes(' ') ? python : 'python3';
}

/** A step that installs OS packages before it calls pip may bring the interpreter itself. */
const bringsInterpreter = (tree: DockerfileTree, instruction: Instruction): boolean =>
  installCommands(instruction, tree.source).length > 0;

/** What stands before the first step that fills the environment. */
export function linesBefore(tree: DockerfileTree, first: PlacedInstall, form: EnvironmentForm): string[] {
  return [
    ...(bringsInterpreter(tree, first.instruction) ? [] : [`RUN ${makeVenv(first, form)}`]),
    ...(form.withPip ? [`ENV PATH="${VENV}/bin:$PATH"`] : []),
  ];
}

/**
 * `pip install` → `pip --python /opt/venv/bin/python install`: the base's own pip fills the environment; so it checks
 * it and takes things out of it. A pip of its own is found on PATH. `--user` means nothing there.
 * @param installs those of one instruction
 * @param first of all installations, when it is one of them
 */
export function fillingEdits(
  tree: DockerfileTree,
  installs: readonly PlacedInstall[],
  first: PlacedInstall | null,
  form: EnvironmentForm,
): Edit[] {
  const [one] = installs;
  if (one === undefined) return [];
  const others = one.script.commands
    .map(pipCommand)
    .filter((pip) => pip !== null)
    .filter(({ verb, targetsPython }) => /^(uninstall|check)$/.test(verb) && targetsPython === null);
  const target = [...installs.map(({ pip }) => pip), ...others]
    .filter(({ python }) => !form.withPip || python.text.includes('/'))
    .map(({ globalOptionOffset: at }) => insertion(at, ` --python ${VENV}/bin/python`));
  const user = installs
    .flatMap(({ pip }) => pip.options.filter(({ name }) => name === '--user'))
    .map(({ range: { start, end } }) => {
      const blanks = /[ \t]*$/.exec(tree.source.slice(0, start))?.[0].length ?? 0;
      return { range: { start: start - blanks, end }, text: '' };
    });
  const isMadeHere = first !== null && bringsInterpreter(tree, first.instruction);
  return [...(isMadeHere ? [madeBefore(first, form)] : []), ...target, ...user];
}

/** The environment is made in the same step, right before pip fills it. */
function madeBefore(install: PlacedInstall, form: EnvironmentForm): Edit {
  const { pip, script } = install;
  const item = script.list.find(
    ({ range }) => range.start <= pip.python.range.start && pip.python.range.end <= range.end,
  );
  const at = item?.range.start ?? pip.python.range.start;
  const joint = item?.connector === '\n' ? '\n' : item?.connector === ';' ? '; ' : ' && ';
  return insertion(at, `${makeVenv(install, form)}${joint}`);
}

const insertion = (at: number, text: string): Edit => ({ range: { start: at, end: at }, text });
