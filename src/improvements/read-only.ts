import { holdsProgram, keepsData, liesIn, mountedPaths, writesToCover } from '../ecosystems/written-paths.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import {
  composeService,
  composeServices,
  setInService,
  withItems,
  type ComposeService,
  type ServiceValue,
} from '../model/compose-service.ts';
import { onEveryService } from '../model/every-service.ts';
import type { WrittenPath } from '../model/facts.ts';
import { runUser, type RunUser } from '../model/run-user.ts';
import { dockerfileOf, withFile, type Setup } from '../model/setup.ts';
import { setIn } from '../syntax/yaml/index.ts';

const MEGABYTE = 1024 * 1024;
/** What programs write beyond what was seen; the home of the user comes with these. */
const MORE = ['/run', '/var/tmp'];

export const readOnly: Change = {
  id: 'read-only',
  title: 'Read-only root',
  why: 'Who breaks in can change neither the program nor the system; what must be written to is named, and lies in memory or in a volume.',
  class: 'needs-proof',
  rungs: ['tmpfs', 'more-tmpfs'],
  examples: [
    {
      name: '/tmp for the user that it runs as',
      before: {
        Dockerfile: 'FROM alpine\nUSER 1001:1001\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    read_only: true\n    tmpfs:\n      - /tmp:size=64m,uid=1001,gid=1001,mode=1777\n',
      },
    },
    {
      name: 'what holds files of the image becomes a volume',
      before: {
        Dockerfile: 'FROM alpine\nWORKDIR /app\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    tmpfs: /tmp\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    tmpfs: /tmp\n    read_only: true\n    volumes:\n      - web-app-data:/app/data\nvolumes:\n  web-app-data: {}\n',
      },
      facts: (facts) => ({
        ...facts,
        run: {
          kind: 'server',
          ports: [],
          startMs: 100,
          healthPath: null,
          healthStatus: null,
          writes: [{ path: '/app/data', holdsImageContent: true, bytes: 5 }],
          readOnlyWorks: true,
          peakMemory: null,
        },
      }),
    },
  ],

  apply: onEveryService((setup, rung) => {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    if (service.readOnly === true) return notNeeded('its root is read-only already');
    if (service.readOnly === false) return notNeeded('it is switched off on purpose');
    if (service.privileged) return notNeeded('the service is privileged on purpose');
    const { run } = setup.facts;
    if (run?.readOnlyWorks === false) return notNeeded('it was seen not to work with a read-only root');
    const writes = writesToCover(setup, service);
    const program = writes.find(
      ({ path, holdsImageContent }) => holdsImageContent && holdsProgram(setup, path),
    );
    if (program !== undefined)
      return notNeeded(`it writes in ${program.path}, which holds the program's own files`);
    const isKept = ({ path, holdsImageContent }: WrittenPath) => holdsImageContent || keepsData(path);
    const volumes = writes.filter(isKept);
    const inMemory = writes.filter((one) => !isKept(one));
    const more = rung === 'more-tmpfs' ? furtherPaths(setup, service, writes) : [];
    const edited = withMounts(setup, [...inMemory, ...more], volumes);
    if (typeof edited === 'string') return notNeeded(edited);
    return applied(edited, ...evidenceOf(setup, inMemory, volumes));
  }),
};

function furtherPaths(setup: Setup, service: ComposeService, covered: readonly WrittenPath[]): WrittenPath[] {
  const taken = [...mountedPaths(setup, service), ...covered.map(({ path }) => path)];
  const home = homeOf(setup);
  return [...MORE, ...(home === null || holdsProgram(setup, home) ? [] : [home])]
    .filter((path) => !taken.some((other) => liesIn(path, other) || liesIn(other, path)))
    .map((path) => ({ path, holdsImageContent: false, bytes: 0 }));
}

function homeOf(setup: Setup): string | null {
  const { uid } = runUser(setup);
  if (uid === '0') return '/root';
  const written = new RegExp(
    String.raw`\b(?:useradd|adduser)\b[^\n]*?(?:--uid|-u)[ =]${uid}\b[^\n]*?(\w[\w-]*)\s*$`,
    'm',
  );
  const name =
    written.exec(dockerfileOf(setup).source)?.[1] ??
    setup.facts.image?.accounts.users.find(({ id }) => String(id) === uid)?.name;
  return name === undefined ? null : `/home/${name}`;
}

/** Short form: the long one takes neither uid nor gid (seen on Compose 2.40). */
function tmpfsEntry({ path, bytes }: WrittenPath, { uid, gid, isKnown }: RunUser): string {
  const least = path === '/tmp' ? 64 : 16;
  const megabytes = [16, 64, 256].find((step) => step >= least && step * MEGABYTE > 2 * bytes) ?? 1024;
  const isForAll = path === '/tmp' || path === '/var/tmp' || !isKnown;
  return `${path}:size=${megabytes}m,uid=${uid},gid=${gid},mode=${isForAll ? '1777' : '0755'}`;
}

function withMounts(
  setup: Setup,
  inMemory: readonly WrittenPath[],
  volumes: readonly WrittenPath[],
): Setup | string {
  const user = runUser(setup);
  const entries = inMemory.map((one) => tmpfsEntry(one, user));
  const named = volumes.map(({ path }) => ({ path, name: volumeName(setup, path) }));
  const values: ServiceValue[] = [[['read_only'], true]];
  if (entries.length > 0) values.push(withItems(setup, 'tmpfs', entries));
  if (named.length > 0) {
    const mounts = named.map(({ name, path }) => `${name}:${path}`);
    values.push(withItems(setup, 'volumes', mounts));
  }
  const edited = setInService(setup, values);
  if (edited.setup === null) return edited.reason;
  return named.reduce((current: Setup | string, { name }) => withTopVolume(current, name), edited.setup);
}

const volumeName = (setup: Setup, path: string): string =>
  `${setup.paths.service ?? 'app'}${path}`.replaceAll(/[^\w.-]+/g, '-').toLowerCase();

function withTopVolume(setup: Setup | string, name: string): Setup | string {
  if (typeof setup === 'string') return setup;
  const file = composeServices(setup).get(setup.paths.service ?? '')?.file ?? setup.paths.compose ?? '';
  const edit = setIn(setup.files.get(file) ?? '', ['volumes', name], {});
  return edit.reason === null ? withFile(setup, file, edit.text) : edit.reason;
}

function evidenceOf(
  setup: Setup,
  inMemory: readonly WrittenPath[],
  volumes: readonly WrittenPath[],
): string[] {
  const paths = (writes: readonly WrittenPath[]) => writes.map(({ path }) => path).join(', ');
  return [
    setup.facts.run === null
      ? 'what it writes was not observed'
      : `it can write in ${paths([...inMemory, ...volumes]) || 'nothing that is not mounted'}`,
    ...(setup.facts.run?.readOnlyWorks === true ? ['it was seen to work with a read-only root'] : []),
    ...(volumes.length > 0
      ? [`a volume keeps what is in ${paths(volumes)}, which memory would lose at every start`]
      : []),
  ];
}
