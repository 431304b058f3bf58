import type { CommandSite, Ecosystem } from '../ecosystem.ts';
import { absoluteIn, originOf } from '../source-copy.ts';
import { inContext } from '../../model/setup.ts';
import type { ShellCommand } from '../../syntax/shell/index.ts';
import { isEnvironmentCommand } from './pip-places.ts';
import { pipInstalls } from './pip-steps.ts';
import { requirementClosure } from './requirements.ts';
import { readPythonSource } from './source.ts';
import { splitByEvidence } from './split.ts';

/** Python with pip. */
export const python: Ecosystem = {
  id: 'python',
  readSource: readPythonSource,
  installsIn: (stage, source) => stage.instructions.some((one) => pipInstalls(one, source).length > 0),
  split: splitByEvidence,
  filesFor,
};

function filesFor({ setup, stage, instruction, command, copy }: CommandSite): string[] | null | undefined {
  if (isEnvironmentCommand(command) || activates(command)) return [];
  const source = setup.files.get(setup.paths.dockerfile) ?? '';
  const install = pipInstalls(instruction, source).find(
    ({ pip }) => command.range.start <= pip.python.range.start && pip.python.range.end <= command.range.end,
  );
  if (install === undefined) return undefined;
  const { pip, needsSource } = install;
  if (needsSource || pip.dynamic) return null;
  const files: string[] = [];
  for (const path of [...pip.requirements, ...pip.constraints]) {
    if (/^https?:/.test(path)) continue;
    const origin = originOf(copy, absoluteIn(stage, instruction, path));
    const closure =
      origin === null
        ? null
        : requirementClosure(origin, (file) => setup.files.get(inContext(setup, file)) ?? null);
    if (closure === null) return null;
    files.push(...closure);
  }
  return files;
}

const activates = ({ name, words }: ShellCommand): boolean =>
  (name === '.' || name === 'source') && /\/activate"?$/.test(words[1]?.raw ?? '');
