import { is } from '../../model/stages.ts';
import type { DockerfileTree, Stage } from '../../syntax/dockerfile/index.ts';
import { firstLine } from '../stage-text.ts';
import { partsOf, stepsOf } from './steps.ts';

/** Why a stage cannot be taken apart whatever its packages are, in one sentence; null when it can. */
export function obstacle(tree: DockerfileTree, stage: Stage): string | null {
  const understood = new Set(stepsOf(stage, tree.source).map(({ instruction }) => instruction));
  for (const one of stage.instructions) {
    if (is(one, 'ONBUILD')) return 'it has ONBUILD instructions: it is made to be a base';
    if (is(one, 'RUN') && !understood.has(one)) return `a step is not understood: ${firstLine(one)}`;
    if (is(one, 'ENV') && /\bNPM_CONFIG_(PREFIX|GLOBAL)\b.*\/node_modules/i.test(one.argument))
      return 'its environment tells npm where to install';
  }
  for (const step of stepsOf(stage, tree.source))
    for (const { node } of step.installs) {
      if (node.dynamic) return `an installation depends on a variable: ${firstLine(step.instruction)}`;
      if (node.options.some(({ name }) => /^--(modules-folder|modules-dir|root|location)$/.test(name)))
        return 'packages are installed to a place of their own';
    }
  const mixed = stepsOf(stage, tree.source).find(
    (step) => partsOf(step, 'os-packages').length > 0 && partsOf(step, 'work').length > 0,
  );
  return mixed === undefined
    ? null
    : `a step installs OS packages and does other work as well: ${firstLine(mixed.instruction)}`;
}
