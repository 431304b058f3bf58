import type { Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import type { Stage } from '../../syntax/dockerfile/index.ts';
import { calledPrograms } from '../called-programs.ts';
import { livesInRootsHome } from '../home.ts';
import { isBare, lowestBase } from '../os/install-line.ts';
import { knownOfBase } from '../plain-base.ts';
import { pipInstalls } from '../python/pip-steps.ts';
import { hasOwnStart, startsNothing } from '../starts-nothing.ts';
import type { UserSite } from './site.ts';

/** Why a stage has to stay root's, in one sentence; null when nothing speaks against another user. */
export function whyRoot({ setup, tree, stage }: UserSite): string | null {
  if (stepsDown(setup, stage)) return 'it needs root when it starts and steps down by itself';
  const nothing = startsNothing(setup);
  if (nothing !== null) return `${nothing}: what is built on it may need root`;
  if (stage.instructions.some((one) => is(one, 'ONBUILD')))
    return 'it is made to be a base, whose ONBUILD steps may need root';
  const known = knownOfBase(setup);
  if (!known.all && (!known.isRootWithPackages || !hasOwnStart(setup)))
    return 'which user its base runs as can only be observed on an engine';
  if (isBare(lowestBase(tree, stage))) return 'its base has nothing that could make a user';
  if (
    stage.instructions
      .flatMap((one) => pipInstalls(one, tree.source))
      .some(({ elsewhere }) => elsewhere === '--user')
  )
    return "pip installs into root's own home (--user), which nobody else may read";
  if (livesInRootsHome(setup)) return "it works in root's own home, which nobody else may enter";
  return null;
}

/** Its start command, or what an installation brought for it, gives root up by itself. */
function stepsDown(setup: Setup, stage: Stage): boolean {
  const programs = /^(gosu|su-exec|setpriv|runuser)$/;
  return (
    [...calledPrograms(setup)].some((name) => programs.test(name)) ||
    stage.instructions.some(({ argument }) => /\b(gosu|su-exec)\b/.test(argument))
  );
}
