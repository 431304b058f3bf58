import { dockerfileOf, withDockerfile, type Setup } from '../../model/setup.ts';
import { shippedStage } from '../../model/stages.ts';
import { linesWithComments, type DockerfileTree } from '../../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../../syntax/text.ts';
import { calledPrograms, programsOf } from '../called-programs.ts';
import { installCommands, removePackage, type InstallCommand } from './install-commands.ts';
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
    if (edits === null) continue;
    const comments = commentsOn(tree, install, [tool, entry.name ?? tool]).filter(
      ({ range }) => !edits.some((edit) => edit.range.start < range.end && range.start < edit.range.end),
    );
    return withDockerfile(setup, applyEdits(tree.source, [...edits, ...comments]));
  }
  return setup;
}

/** Comments above an installation or within it that speak of a package that goes, and of none that stays. */
function commentsOn(tree: DockerfileTree, install: InstallCommand, gone: readonly string[]): Edit[] {
  const { start, end } = linesWithComments(tree, install.instruction);
  const stays = install.packages.flatMap(({ name }) => (name === null || gone.includes(name) ? [] : name));
  const text = tree.source.slice(start, end);
  return [...text.matchAll(/(?:^|(?<=\n))(?:[ \t]*#.*\r?\n)+/g)].flatMap(({ 0: block, index }) => {
    const speaksOf = (name: string) => block.split(/[^\w.+-]+/).includes(name);
    if (!gone.some(speaksOf) || stays.some(speaksOf)) return [];
    return [{ range: { start: start + index, end: start + index + block.length }, text: '' }];
  });
}
