import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { shippedStage } from '../../model/stages.ts';
import { shellOf, aptInstall } from '../../syntax/shell/index.ts';
import type { DockerfileTree, Stage } from '../../syntax/dockerfile/index.ts';

/** A RUN instruction that installs OS packages in one layer and leaves no package lists behind. */
export function installLine(
  manager: 'apt' | 'apk',
  packages: readonly string[],
  options: { recommends?: boolean } = {},
): string {
  const names = [...packages].sort().join(' ');
  if (manager === 'apk') return `RUN apk add --no-cache ${names}`;
  const flags = options.recommends ? '-y' : '-y --no-install-recommends';
  return [
    'RUN apt-get update \\',
    `    && apt-get install ${flags} ${names} \\`,
    '    && rm -rf /var/lib/apt/lists/*',
  ].join('\n');
}

const APK = /\b(alpine|wolfi|chainguard)/;

/**
 * The package manager of the shipped stage: by the observed os-release ID, else by the installations that the stage
 * has, else by the name of its base; Debian's where nothing tells.
 */
export function packageManagerOf(setup: Setup): 'apt' | 'apk' {
  const observed = setup.facts.image?.os?.id;
  if (observed !== undefined) return APK.test(observed) ? 'apk' : 'apt';
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null) return 'apt';
  return toolOf(tree, stage) ?? (APK.test(lowestBase(tree, stage)) ? 'apk' : 'apt');
}

function toolOf(tree: DockerfileTree, stage: Stage): 'apt' | 'apk' | null {
  for (const instruction of stage.instructions) {
    const script = instruction.keyword === 'RUN' ? shellOf(instruction, tree.source) : null;
    for (const command of script?.commands ?? []) {
      const tool = aptInstall(command)?.tool;
      if (tool !== undefined) return tool === 'apk' ? 'apk' : 'apt';
    }
  }
  return null;
}

/** The image under a stage, through the stages that it stands on. */
export function lowestBase(tree: DockerfileTree, stage: Stage): string {
  const below = tree.stages
    .slice(0, stage.index)
    .findLast(({ name }) => name !== null && name === stage.base.toLowerCase());
  return below === undefined ? stage.base : lowestBase(tree, below);
}

/** Whether an image has no shell and no package manager, by its name. */
export const isBare = (base: string): boolean => /(^|\/)(scratch|distroless)\b|chiseled/.test(base);

const OTHER_DISTRIBUTIONS =
  /\b(fedora|centos|rocky(linux)?|alma(linux)?|ubi\d*|rhel|redhat|ol|oraclelinux|amzn|amazonlinux|(open)?suse|sles|arch(linux)?)\b/;

/** Whether the shipped stage stands on a distribution whose packages are neither Debian's nor Alpine's. */
export function hasForeignPackages(setup: Setup): boolean {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  const observed = setup.facts.image?.os?.id;
  return OTHER_DISTRIBUTIONS.test(observed ?? (stage === null ? '' : lowestBase(tree, stage)));
}
