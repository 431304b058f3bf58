import type { ShellCommand, ShellWord } from '../types.ts';
import { type Option, type OptionTable, readArguments } from './options.ts';
import { programOf } from './program.ts';

/** What a distribution's package manager is asked to do, whatever it calls that. */
export type OsAction = 'update' | 'install' | 'upgrade' | 'remove' | 'clean' | 'other';

export type OsManager = 'apt' | 'apk' | 'yum' | 'dnf' | 'microdnf' | 'tdnf' | 'zypper' | 'pacman';

export interface OsPackageCommand {
  manager: OsManager;
  /** as it is called: `apt-get`, `apt` and `aptitude` are one manager */
  program: string;
  /** `install`, `module install`, …; for pacman its operation (`-S`); empty when there is none */
  verb: string;
  /** the last word of the verb: options go behind it; null when there is none */
  verbWord: ShellWord | null;
  action: OsAction;
  /** what follows the verb: packages, files, groups, or what else it takes */
  operands: readonly ShellWord[];
  /** letters written together are told one by one */
  options: readonly Option[];
}

interface Family {
  table: OptionTable;
  verbs: ReadonlyMap<string, OsAction>;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

function family(letters: string, names: string, verbs: Partial<Record<OsAction, string>>): Family {
  return {
    table: { letters, names: words(names) },
    verbs: new Map(
      Object.entries(verbs).flatMap(([action, list]) =>
        words(list).map((verb): [string, OsAction] => [verb, action as OsAction]),
      ),
    ),
  };
}

/** apt-get(8), apt(8), aptitude(8) */
const APT = family('oct', 'option config-file target-release default-release host-architecture solver', {
  update: 'update',
  install: 'install reinstall build-dep',
  upgrade: 'upgrade dist-upgrade full-upgrade safe-upgrade',
  remove: 'remove purge autoremove autopurge',
  clean: 'clean autoclean distclean dist-clean',
});

/** apk(8) */
const APK = family(
  'tXp',
  'virtual repository root arch cache-dir keys-dir repositories-file wait cache-max-age progress-fd',
  { update: 'update', install: 'add', upgrade: 'upgrade', remove: 'del', clean: 'cache' },
);

/** yum(8), dnf(8), microdnf(8), tdnf(8) */
const YUM = family(
  'cdexR',
  `config debuglevel errorlevel exclude randomwait enablerepo disablerepo installroot releasever setopt repo repoid
  repofrompath forcearch arch comment advisory advisories bz bzs cve cves sec-severity secseverity rpmverbosity
  destdir downloaddir noplugins-except disableplugin enableplugin disableexcludes`,
  {
    update: 'makecache check-update check-upgrade',
    install: `install in reinstall rei localinstall groupinstall swap install-n install-na install-nevra builddep
      build-dep`,
    upgrade: `update up upgrade upgrade-minimal up-min update-minimal dist-upgrade distro-sync distrosync dsync
      system-upgrade`,
    remove: 'remove erase rm autoremove groupremove',
    clean: 'clean',
  },
);

/** zypper(8) */
const ZYPPER = family(
  'rtRDCc',
  'repo from type root reposd-dir cache-dir config plus-repo plus-content installroot releasever',
  {
    update: 'refresh ref',
    install: 'install in source-install si install-new-recommends inr',
    upgrade: 'update up patch dist-upgrade dup',
    remove: 'remove rm',
    clean: 'clean cc',
  },
);

const PACMAN: OptionTable = {
  letters: 'br',
  names: words(
    'dbpath root cachedir config hookdir logfile gpgdir arch ignore ignoregroup overwrite assume-installed',
  ),
};

const PROGRAMS: ReadonlyMap<string, readonly [OsManager, Family]> = new Map([
  ['apt-get', ['apt', APT]],
  ['apt', ['apt', APT]],
  ['aptitude', ['apt', APT]],
  ['apk', ['apk', APK]],
  ['yum', ['yum', YUM]],
  ['dnf', ['dnf', YUM]],
  ['dnf5', ['dnf', YUM]],
  ['microdnf', ['microdnf', YUM]],
  ['tdnf', ['tdnf', YUM]],
  ['zypper', ['zypper', ZYPPER]],
]);

/** The programs that `osPackageCommand` reads. */
export const OS_PACKAGE_PROGRAMS: readonly string[] = [...PROGRAMS.keys(), 'pacman'];

/** Reads a command of a distribution's package manager; null for other commands. */
export function osPackageCommand(command: ShellCommand): OsPackageCommand | null {
  const called = programOf(command);
  if (called === null) return null;
  if (called.name === 'pacman') return pacmanCommand(called.args);
  const found = PROGRAMS.get(called.name);
  if (found === undefined) return null;
  const [manager, { table, verbs }] = found;
  const { options, operands } = readArguments(called.args, table);
  const [first, second] = operands;
  const isPair = /^(?:module|group|groups)$/.test(first?.value ?? '') && second !== undefined;
  const verbWord = (isPair ? second : first) ?? null;
  const last = verbWord?.value ?? '';
  return {
    manager,
    program: called.name,
    verb: isPair ? `${first?.value ?? ''} ${last}` : last,
    verbWord,
    action: verbs.get(last) ?? 'other',
    operands: operands.slice(isPair ? 2 : 1),
    options,
  };
}

/** pacman(8): the operation is a capital letter, its kind the small ones beside it. */
function pacmanCommand(args: readonly ShellWord[]): OsPackageCommand {
  const { options, operands } = readArguments(args, PACMAN);
  const has = (...names: string[]): boolean => options.some(({ name }) => names.includes(name));
  const operation = options.find(({ name }) => /^-[SURDQFT]$|^--(?:sync|upgrade|remove)$/.test(name));
  const verb = operation?.name ?? '';
  return {
    manager: 'pacman',
    program: 'pacman',
    verb,
    verbWord: args.find(({ range }) => range.start === operation?.range.start) ?? null,
    action: actionOfPacman(verb, has, operands.length),
    operands,
    options,
  };
}

function actionOfPacman(verb: string, has: (...names: string[]) => boolean, operands: number): OsAction {
  if (verb === '-R' || verb === '--remove') return 'remove';
  if (verb === '-U' || verb === '--upgrade') return 'install';
  if (verb !== '-S' && verb !== '--sync') return 'other';
  if (has('-c', '--clean')) return 'clean';
  if (operands > 0) return 'install';
  return has('-u', '--sysupgrade') ? 'upgrade' : has('-y', '--refresh') ? 'update' : 'other';
}
