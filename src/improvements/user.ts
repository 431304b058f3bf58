import { applied, notNeeded, type Applied, type Change } from '../model/change.ts';
import { dockerfileOf, stagesOnTop, withDockerfile, type Setup } from '../model/setup.ts';
import { is, lastOf, shippedStage } from '../model/stages.ts';
import {
  accountsIn,
  createUserLine,
  userCommandText,
  type AccountsInFile,
} from '../ecosystems/account-lines.ts';
import { calledPrograms } from '../ecosystems/called-programs.ts';
import { livesInRootsHome, wantsHome } from '../ecosystems/home.ts';
import { movePort, privilegedPorts } from '../ecosystems/port-move.ts';
import { pipInstalls } from '../ecosystems/python/pip-steps.ts';
import { isPackageStep } from '../ecosystems/os/install-commands.ts';
import { isBare, lowestBase, packageManagerOf } from '../ecosystems/os/install-line.ts';
import { ownAll, ownershipEdits, withoutOwnershipSteps } from '../ecosystems/ownership.ts';
import { knownOfBase } from '../ecosystems/plain-base.ts';
import { hasOwnStart, startsNothing } from '../ecosystems/starts-nothing.ts';
import {
  insertAfter,
  insertBefore,
  replaceInstruction,
  type DockerfileTree,
  type Instruction,
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
  rungs: ['owns-what-it-writes', 'owns-the-app', 'moves-its-port'],
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
      name: 'only where there is none yet',
      before: { Dockerfile: 'FROM debian:13-slim\nRUN id web || useradd web\nUSER web\nCMD ["nginx"]\n' },
      after: {
        Dockerfile: `FROM debian:13-slim
RUN id web || (groupadd --gid 1001 web && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false web)
USER 1001:1001
CMD ["nginx"]
`,
      },
    },
    {
      name: "what lies in root's home is root's alone",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nRUN pip install --user flask\nCMD ["python", "app.py"]\n',
      },
      after: {},
    },
    {
      name: "what works in root's home as well",
      before: { Dockerfile: 'FROM python:3.13-slim\nWORKDIR /root/app\nCMD ["python", "app.py"]\n' },
      after: {},
    },
    {
      name: 'a program that writes to its home gets one',
      before: { Dockerfile: 'FROM alpine:3.22\nRUN apk add ansible\nENTRYPOINT ["ansible-playbook"]\n' },
      after: {
        Dockerfile: `FROM alpine:3.22
RUN apk add ansible
RUN addgroup -g 1001 appuser \\
    && adduser -D -H -h /tmp -u 1001 -G appuser -s /bin/false appuser
USER 1001:1001
ENTRYPOINT ["ansible-playbook"]
`,
      },
    },
    {
      name: 'a base that is not known may have a user of its own',
      before: { Dockerfile: 'FROM example.org/notebook:1\nCOPY . .\nCMD ["python", "app.py"]\n' },
      after: {},
    },
    {
      name: 'what starts nothing is a base for others',
      before: { Dockerfile: 'FROM python:3.13-slim\nRUN pip install flask\n' },
      after: {},
    },
    {
      name: 'a port that only root may bind moves, the published one stays',
      rung: 'moves-its-port',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nENV PORT=80\nEXPOSE 80\nHEALTHCHECK CMD curl -f http://localhost:80/\nCMD ["python", "-m", "http.server", "--port", "80"]\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["80:80"] # the site\n',
      },
      after: {
        Dockerfile: `FROM python:3.13-slim
RUN groupadd --gid 1001 appuser \\
    && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false appuser
ENV PORT=8080
USER 1001:1001
EXPOSE 8080
HEALTHCHECK CMD curl -f http://localhost:8080/
CMD ["python", "-m", "http.server", "--port", "8080"]
`,
        'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["80:8080"] # the site\n',
      },
    },
    {
      name: 'ids already',
      before: { Dockerfile: 'FROM python:3.13-slim\nUSER 10001:10001\nCMD ["python", "app.py"]\n' },
      after: {},
    },
  ],

  apply(setup, rung) {
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
    const site: Site = { setup, tree, stage, accounts: accountsIn(tree, stage), rung };
    const changed = isRoot ? becomeUnprivileged(site) : writeIds(site, name, group);
    return changed.kind === 'applied' ? withPort(changed, stage, rung) : changed;
  },
};

/** Docker lets an unprivileged user bind any port since 20.10; where the proof fails at that, the port moves. */
function withPort({ setup, evidence }: Applied, stage: Stage, rung: string): Applied {
  const [port] = privilegedPorts(setup, stage);
  if (port === undefined) return applied(setup, ...evidence);
  const moved = rung === 'moves-its-port' ? movePort(setup) : null;
  if (moved !== null)
    return applied(
      moved.setup,
      ...evidence,
      `port ${moved.from} is root's own there: it listens on ${moved.to} now`,
    );
  return applied(
    setup,
    ...evidence,
    `it binds port ${port} without root: Docker allows that since 20.10, Kubernetes does not by default`,
  );
}

/** Where the change is at work. */
interface Site {
  setup: Setup;
  tree: DockerfileTree;
  stage: Stage;
  accounts: AccountsInFile;
  rung: string;
}

function takenAccounts(setup: Setup) {
  const { users, groups } = setup.facts.image?.base.accounts ?? { users: [], groups: [] };
  return [...users, ...groups];
}

function freeName(setup: Setup, { users, groups }: AccountsInFile): string {
  const taken = [...takenAccounts(setup), ...[...users, ...groups].map(({ command }) => command)];
  let name = NAME;
  while (taken.some((one) => one.name === name)) name += '1';
  return name;
}

function freeId(setup: Setup, { users, groups }: AccountsInFile): number {
  const written = [...users, ...groups].flatMap(({ command: { uid, gid } }) => [Number(uid), Number(gid)]);
  const taken = new Set([...takenAccounts(setup).map(({ id }) => id), ...written]);
  let id = FIRST_ID;
  while (taken.has(id)) id++;
  return id;
}

function becomeUnprivileged({ setup, tree, stage, accounts, rung }: Site) {
  if (stepsDown(setup, stage)) return notNeeded('it needs root when it starts and steps down by itself');
  const nothing = startsNothing(setup);
  if (nothing !== null) return notNeeded(`${nothing}: what is built on it may need root`);
  if (stage.instructions.some((one) => is(one, 'ONBUILD')))
    return notNeeded('it is made to be a base, whose ONBUILD steps may need root');
  const known = knownOfBase(setup);
  if (!known.all && (!known.isRootWithPackages || !hasOwnStart(setup)))
    return notNeeded('which user its base runs as can only be observed on an engine');
  if (isBare(lowestBase(tree, stage))) return notNeeded('its base has nothing that could make a user');
  if (
    stage.instructions
      .flatMap((one) => pipInstalls(one, tree.source))
      .some(({ elsewhere }) => elsewhere === '--user')
  )
    return notNeeded("pip installs into root's own home (--user), which nobody else may read");
  if (livesInRootsHome(setup)) return notNeeded("it works in root's own home, which nobody else may enter");
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
  const owned = rung === 'owns-the-app' ? ownAll(changed, id) : ownershipEdits(changed, id);
  return applied(
    owned,
    'it ran as root',
    ...(home === null ? [] : ['what starts wants a home that it may write to']),
    ...ownershipEvidence(setup, rung),
  );
}

/** Stages that stand on this one, as those for a developer's tools do, run their steps as root as before. */
const rootOnTop = (setup: Setup, tree: DockerfileTree): Edit[] =>
  stagesOnTop(setup).flatMap((stage) => {
    const first = stage.instructions.find((one) => is(one, 'USER', 'RUN'));
    return first !== undefined && is(first, 'RUN') ? insertAfter(tree, stage.from, 'USER root') : [];
  });

/** Keeps the user that the file names and writes its ids, fixed ones where it had whatever came next. */
function writeIds({ setup, tree, stage, accounts, rung }: Site, name: string, group: string) {
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
  const keepsOwnership = setup.facts.run === null || rung === 'owns-the-app';
  const owned = keepsOwnership ? fixed : ownershipEdits(withoutOwnershipSteps(fixed, name, id), id);
  return applied(owned, `${name} was made without fixed ids`, ...ownershipEvidence(setup, rung));
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

const ownershipEvidence = (setup: Setup, rung: string): string[] =>
  setup.facts.run === null || rung === 'owns-the-app'
    ? []
    : [
        setup.facts.run.writes.length === 0
          ? 'it was seen to write nowhere but in temporary folders: all code stays owned by root'
          : `it writes to ${setup.facts.run.writes.map(({ path }) => path).join(', ')}: only that is its own`,
      ];

/** After the last installation of OS packages, else as early as it is root: it never changes. */
function placeForAccounts(tree: DockerfileTree, stage: Stage) {
  const isRoot = ({ argument }: Instruction) => /^(root|0)(:|$)/.test(argument);
  return (
    stage.instructions.findLast((one) => isPackageStep(one, tree.source)) ??
    stage.instructions.find((one) => is(one, 'USER') && isRoot(one)) ??
    stage.from
  );
}

/** Its start command, or what an installation brought for it, gives root up by itself. */
function stepsDown(setup: Setup, stage: Stage): boolean {
  const programs = /^(gosu|su-exec|setpriv|runuser)$/;
  return (
    [...calledPrograms(setup)].some((name) => programs.test(name)) ||
    stage.instructions.some(({ argument }) => /\b(gosu|su-exec)\b/.test(argument))
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
