import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, lastOf, shippedStage } from '../model/stages.ts';
import {
  accountsIn,
  createUserLine,
  userCommandText,
  type AccountsInFile,
} from '../ecosystems/account-lines.ts';
import { isPackageStep } from '../ecosystems/os/install-commands.ts';
import { packageManagerOf } from '../ecosystems/os/install-line.ts';
import { ownershipEdits, withoutOwnershipSteps } from '../ecosystems/ownership.ts';
import {
  insertAfter,
  insertBefore,
  replaceInstruction,
  type DockerfileTree,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

/** The user that is made where there is none; the next free number where 1001 is taken. */
const NAME = 'appuser';
const FIRST_ID = 1001;

export const user: Change = {
  id: 'user',
  title: 'An unprivileged user with fixed ids',
  why: 'Root in the container is one kernel bug away from root on the host; ids as numbers let Kubernetes check that it is not root.',
  class: 'needs-proof',
  rungs: ['unprivileged'],
  examples: [
    {
      name: 'root becomes appuser',
      before: { Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n' },
      after: {
        Dockerfile: `FROM python:3.13-slim
RUN groupadd --gid 1001 appuser \\
    && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false appuser
WORKDIR /app
COPY . .
USER 1001:1001
CMD ["python", "app.py"]
`,
      },
    },
    {
      name: 'a user without fixed ids gets them',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nRUN useradd -m web\nUSER web\nCMD ["python", "app.py"]\n',
      },
      after: {
        Dockerfile: `FROM python:3.13-slim
RUN groupadd --gid 1001 web && useradd --uid 1001 --gid 1001 --create-home --shell /bin/false web
USER 1001:1001
CMD ["python", "app.py"]
`,
      },
    },
    {
      name: 'ids already',
      before: { Dockerfile: 'FROM python:3.13-slim\nUSER 10001:10001\nCMD ["python", "app.py"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    const instruction = lastOf(stage, 'USER');
    const written = instruction?.words[0]?.value ?? setup.facts.image?.base.user ?? '';
    if (/\$/.test(written)) return notNeeded('the user comes from a variable');
    const [name = '', group = ''] = written.split(':');
    const isRoot = name === '' || name === 'root' || name === '0';
    if (!isRoot && /^\d+$/.test(name) && (instruction === null || /^\d+$/.test(group)))
      return notNeeded('an unprivileged user is set, by its ids');
    const accounts = accountsIn(tree, stage);
    if (isRoot) return becomeUnprivileged(setup, tree, stage, accounts);
    return writeIds(setup, tree, stage, accounts, name, group);
  },
};

function freeId(setup: Setup): number {
  const { users, groups } = setup.facts.image?.base.accounts ?? { users: [], groups: [] };
  const taken = new Set([...users, ...groups].map(({ id }) => id));
  let id = FIRST_ID;
  while (taken.has(id)) id++;
  return id;
}

function becomeUnprivileged(setup: Setup, tree: DockerfileTree, stage: Stage, accounts: AccountsInFile) {
  if (accounts.switchesUser) return notNeeded('its entry script needs root and steps down by itself');
  const id = freeId(setup);
  const manager = packageManagerOf(setup.facts.image?.os?.id);
  const line = createUserLine(manager, NAME, id);
  const old = lastOf(stage, 'USER');
  const edits: Edit[] = [...insertAfter(tree, placeForAccounts(tree, stage), line)];
  if (old !== null) edits.push(...replaceInstruction(tree, old, `USER ${id}:${id}`));
  else edits.push(...insertUser(tree, stage, `USER ${id}:${id}`));
  const changed = withDockerfile(setup, applyEdits(tree.source, edits));
  return applied(ownershipEdits(changed, id), 'it ran as root', ...ownershipEvidence(setup));
}

/** Keeps the user that the file names and writes its ids, fixed ones where it had whatever came next. */
function writeIds(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  accounts: AccountsInFile,
  name: string,
  group: string,
) {
  const made = accounts.users.find((one) => one.command.name === name);
  const old = lastOf(stage, 'USER');
  if (made === undefined || made.command.uid !== null) {
    const ids = knownIds(setup, name, group, made?.command.uid ?? null);
    if (ids === null || old === null) return notNeeded(`the ids of ${name} are not known`);
    return applied(
      withDockerfile(setup, applyEdits(tree.source, replaceInstruction(tree, old, `USER ${ids}`))),
      `${name} has the ids ${ids}`,
    );
  }
  const id = freeId(setup);
  const manager = packageManagerOf(setup.facts.image?.os?.id);
  const edits: Edit[] = [];
  for (const one of accounts.groups)
    if (one.command.name === (made.command.gid ?? name) || one.command.name === name)
      edits.push({ range: one.range, text: userCommandText(manager, one.command, id, false) });
  const ownGroup = edits.length === 0;
  edits.push({ range: made.range, text: userCommandText(manager, made.command, id, ownGroup) });
  if (old !== null) edits.push(...replaceInstruction(tree, old, `USER ${id}:${id}`));
  const fixed = withDockerfile(setup, applyEdits(tree.source, edits));
  // only what was seen to be written needs an owner; without a run the steps stay, since nobody knows
  const owned = setup.facts.run === null ? fixed : ownershipEdits(withoutOwnershipSteps(fixed, name, id), id);
  return applied(owned, `${name} was made without fixed ids`, ...ownershipEvidence(setup));
}

function knownIds(setup: Setup, name: string, group: string, uid: string | null): string | null {
  const accounts = setup.facts.image?.accounts;
  const id = /^\d+$/.test(name)
    ? Number(name)
    : (accounts?.users.find((one) => one.name === name)?.id ?? (uid === null ? null : Number(uid)));
  if (id === null || id === undefined || id === 0) return null;
  const gid = /^\d+$/.test(group)
    ? Number(group)
    : group !== ''
      ? accounts?.groups.find((one) => one.name === group)?.id
      : (accounts?.users.find((one) => one.id === id)?.gid ??
        accounts?.groups.find((one) => one.name === name)?.id);
  return gid === undefined ? null : `${id}:${gid}`;
}

const ownershipEvidence = (setup: Setup): string[] =>
  setup.facts.run === null
    ? []
    : [
        setup.facts.run.writes.length === 0
          ? 'it was seen to write nowhere but in temporary folders: all code stays owned by root'
          : `it writes to ${setup.facts.run.writes.map(({ path }) => path).join(', ')}: only that is its own`,
      ];

/** After the last installation of OS packages, else right after FROM: it never changes, so it goes early. */
function placeForAccounts(tree: DockerfileTree, stage: Stage) {
  return stage.instructions.findLast((one) => isPackageStep(one, tree.source)) ?? stage.from;
}

/** After everything that writes files, before what only describes how it runs. */
function insertUser(tree: DockerfileTree, stage: Stage, line: string): Edit[] {
  const last = stage.instructions.findLast((one) => is(one, 'RUN', 'COPY', 'ADD', 'WORKDIR', 'VOLUME'));
  const next = stage.instructions[last === undefined ? 0 : stage.instructions.indexOf(last) + 1];
  const start = stage.instructions.find((one) => is(one, 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'EXPOSE'));
  if (start !== undefined && (last === undefined || start.range.start > last.range.start))
    return insertBefore(tree, start, line);
  return next === undefined ? insertAfter(tree, last ?? stage.from, line) : insertBefore(tree, next, line);
}
