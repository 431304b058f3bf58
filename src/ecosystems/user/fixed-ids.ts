import { applied, notNeeded, type Applied, type NotNeeded } from '../../model/change.ts';
import { withDockerfile, type Setup } from '../../model/setup.ts';
import { lastOf } from '../../model/stages.ts';
import { replaceInstruction } from '../../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../../syntax/text.ts';
import { userCommandText, type AccountsInFile } from '../account-lines.ts';
import { packageManagerOf } from '../os/install-line.ts';
import { ownershipEdits, withoutOwnershipSteps } from '../ownership.ts';
import { freeId } from './free-account.ts';
import { ownershipEvidence, type UserSite } from './site.ts';

/** Keeps the user that the file names and writes its ids, fixed ones where it had whatever came next. */
export function fixedIds(site: UserSite, name: string, group: string): Applied | NotNeeded {
  const { setup, tree, stage, accounts, ownsTheApp } = site;
  const made = accounts.users.find((one) => one.command.name === name);
  const old = lastOf(stage, 'USER');
  if (made === undefined || made.command.uid !== null) {
    const ids = knownIds(setup, accounts, name, group);
    if (ids === null || old === null) return notNeeded(`the ids of ${name} are not known`);
    return applied(
      withDockerfile(setup, applyEdits(tree.source, replaceInstruction(tree, old, `USER ${ids}`))),
      `${name} has the ids ${ids}`,
    );
  }
  const id = freeId(setup, accounts);
  const manager = packageManagerOf(setup);
  const groupMade = accounts.groups.find((one) => one.command.name === (made.command.gid ?? name));
  const ids = { uid: id, gid: Number(groupMade?.command.gid ?? id) };
  const text = userCommandText(manager, made.command, ids, groupMade === undefined);
  const isList = made.isAlternative && text.includes(' && ');
  const edits: Edit[] = [{ range: made.range, text: isList ? `(${text})` : text }];
  if (groupMade !== undefined && groupMade.command.gid === null)
    edits.push({ range: groupMade.range, text: userCommandText(manager, groupMade.command, ids, false) });
  if (old !== null) edits.push(...replaceInstruction(tree, old, `USER ${ids.uid}:${ids.gid}`));
  const fixed = withDockerfile(setup, applyEdits(tree.source, edits));
  // only what was seen to be written needs an owner; without a run the steps stay, since nobody knows
  const keepsOwnership = setup.facts.run === null || ownsTheApp;
  const owned = keepsOwnership ? fixed : ownershipEdits(withoutOwnershipSteps(fixed, name, id), id);
  return applied(owned, `${name} was made without fixed ids`, ...ownershipEvidence(site));
}

/** The ids of a user and group, from the image or from the commands of the file that make them. */
function knownIds(
  setup: Setup,
  { users, groups }: AccountsInFile,
  user: string,
  group: string,
): string | null {
  const observed = setup.facts.image?.accounts ?? { users: [], groups: [] };
  const made = users.find(({ command }) => command.name === user || command.uid === user)?.command;
  const account = observed.users.find(({ name, id }) => name === user || String(id) === user);
  const uid = numeric(user) ?? account?.id ?? numeric(made?.uid);
  const groupId = (name: string): number | null =>
    numeric(name) ??
    observed.groups.find((one) => one.name === name)?.id ??
    numeric(groups.find(({ command }) => command.name === name)?.command.gid);
  // a number that no account has runs with the group 0
  const ownGroup =
    made === undefined && numeric(user) !== null ? null : groupId(made?.gid ?? made?.name ?? user);
  const gid = group === '' ? (account?.gid ?? ownGroup) : groupId(group);
  return uid === null || uid === 0 || gid === null ? null : `${uid}:${gid}`;
}

const numeric = (text: string | null | undefined): number | null =>
  /^\d+$/.test(text ?? '') ? Number(text) : null;
