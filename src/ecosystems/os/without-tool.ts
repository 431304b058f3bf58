import { dockerfileOf, withDockerfile, type Setup } from '../../model/setup.ts';
import { shippedStage } from '../../model/stages.ts';
import { applyEdits } from '../../syntax/text.ts';
import { calledPrograms, programsOf } from '../called-programs.ts';
import { installCommands, removePackage } from './install-commands.ts';
import { toolCommands } from './build-only.ts';

/** Takes the package of a tool (curl, wget) out of the shipped stage when nothing calls that tool any more. */
export function withoutToolPackage(setup: Setup, tool: string): Setup {
  if (calledPrograms(setup).has(tool)) return setup;
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null || stage.instructions.some((one) => programsOf(tree, one).includes(tool))) return setup;
  for (const install of stage.instructions.flatMap((one) => installCommands(one, tree.source))) {
    const entry = install.packages.find(({ name }) => name !== null && toolCommands(name)?.includes(tool));
    if (entry === undefined) continue;
    const edits = removePackage(tree, install, entry);
    if (edits !== null) return withDockerfile(setup, applyEdits(tree.source, edits));
  }
  return setup;
}
