import { is } from '../model/stages.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { installCommands } from './os/install-commands.ts';

/** A stage that is there for nothing but the program that becomes process 1. */
function bringsInit({ source }: DockerfileTree, { instructions }: Stage): boolean {
  const packages = instructions.flatMap((one) =>
    installCommands(one, source).flatMap((install) => install.packages.map(({ name }) => name)),
  );
  return (
    packages.length > 0 &&
    packages.every((name) => name === 'dumb-init' || name === 'tini') &&
    instructions.every((one) => is(one, 'RUN'))
  );
}

/** Whether something is built apart from the stage that ships. */
export const hasBuilder = (tree: DockerfileTree): boolean =>
  tree.stages.slice(0, -1).some((stage) => !bringsInit(tree, stage));
