import { applied, notNeeded, type Applied, type NotNeeded } from '../../model/change.ts';
import { stagesOnTop, withDockerfile, type Setup } from '../../model/setup.ts';
import { is, lastOf } from '../../model/stages.ts';
import {
  insertAfter,
  insertBefore,
  replaceInstruction,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../../syntax/text.ts';
import { createUserLine } from '../account-lines.ts';
import { wantsHome } from '../home.ts';
import { isPackageStep } from '../os/install-commands.ts';
import { packageManagerOf } from '../os/install-line.ts';
import { ownAll, ownershipEdits } from '../ownership.ts';
import { freeId, freeName } from './free-account.ts';
import { ownershipEvidence, type UserSite } from './site.ts';
import { whyRoot } from './why-root.ts';

/** Makes an account of its own and runs the stage by it. */
export function newUser(site: UserSite): Applied | NotNeeded {
  const { setup, tree, stage, accounts, ownsTheApp } = site;
  const reason = whyRoot(site);
  if (reason !== null) return notNeeded(reason);
  const id = freeId(setup, accounts);
  // a tmpfs wherever the root is read-only
  const home = wantsHome(setup) ? '/tmp' : null;
  const line = createUserLine(packageManagerOf(setup), freeName(setup, accounts), id, home);
  const old = lastOf(stage, 'USER');
  const edits: Edit[] = [...insertAfter(tree, placeForAccounts(tree, stage), line)];
  const last = lastWriter(stage);
  // a USER before steps that need root stays: they run as it
  if (old !== null && (last === undefined || old.range.start > last.range.start))
    edits.push(...replaceInstruction(tree, old, `USER ${id}:${id}`));
  else edits.push(...insertUser(tree, stage, `USER ${id}:${id}`));
  edits.push(...rootOnTop(setup, tree));
  const changed = withDockerfile(setup, applyEdits(tree.source, edits));
  const owned = ownsTheApp ? ownAll(changed, id) : ownershipEdits(changed, id);
  return applied(
    owned,
    'it ran as root',
    ...(home === null ? [] : ['what starts wants a home that it may write to']),
    ...ownershipEvidence(site),
  );
}

/** Stages that stand on this one, as those for a developer's tools do, run their steps as root as before. */
const rootOnTop = (setup: Setup, tree: DockerfileTree): Edit[] =>
  stagesOnTop(setup).flatMap((stage) => {
    const first = stage.instructions.find((one) => is(one, 'USER', 'RUN'));
    return first !== undefined && is(first, 'RUN') ? insertAfter(tree, stage.from, 'USER root') : [];
  });

/** After the last installation of OS packages, else as early as it is root: it never changes. */
function placeForAccounts(tree: DockerfileTree, stage: Stage) {
  const isRoot = ({ argument }: Instruction) => /^(root|0)(:|$)/.test(argument);
  return (
    stage.instructions.findLast((one) => isPackageStep(one, tree.source)) ??
    stage.instructions.find((one) => is(one, 'USER') && isRoot(one)) ??
    stage.from
  );
}

const lastWriter = (stage: Stage): Instruction | undefined =>
  stage.instructions.findLast((one) => is(one, 'RUN', 'COPY', 'ADD', 'WORKDIR', 'VOLUME'));

/** After everything that writes files, before what only describes how it runs. */
function insertUser(tree: DockerfileTree, stage: Stage, line: string): Edit[] {
  const last = lastWriter(stage);
  const next = stage.instructions[last === undefined ? 0 : stage.instructions.indexOf(last) + 1];
  const start = stage.instructions.find((one) => is(one, 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'EXPOSE'));
  if (start !== undefined && (last === undefined || start.range.start > last.range.start))
    return insertBefore(tree, start, line);
  return next === undefined ? insertAfter(tree, last ?? stage.from, line) : insertBefore(tree, next, line);
}
