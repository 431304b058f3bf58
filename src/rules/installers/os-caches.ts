import { hasOption, type OsManager } from '../../syntax/shell/index.ts';
import type { OsCall } from '../../lint/index.ts';

/** What a package manager leaves in the layer, and what takes it away. */
export interface OsCache {
  /** for the message: `the package lists` */
  what: string;
  /** where it lies; emptying any one of them is taken for cleaning up */
  folders: readonly string[];
  /** whether a call writes there */
  fills: (call: OsCall) => boolean;
  /** whether a call empties it */
  empties: (call: OsCall) => boolean;
  /** the command that cleans up */
  command: string;
}

const isClean = ({ action }: OsCall): boolean => action === 'clean';
const fetches = ({ action }: OsCall): boolean =>
  action === 'install' || action === 'upgrade' || action === 'update';

const rpm = (program: string, folders: readonly string[]): OsCache => ({
  what: `${program}'s metadata and packages`,
  folders,
  fills: fetches,
  empties: ({ action, operands }) => action === 'clean' && operands.some(({ value }) => value === 'all'),
  command: `${program} clean all`,
});

const DNF_FOLDERS = ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'];

export const OS_CACHES: Readonly<Record<OsManager, OsCache>> = {
  apt: {
    what: 'the package lists',
    folders: ['/var/lib/apt/lists'],
    fills: ({ action }) => action === 'update',
    empties: ({ verb }) => verb === 'distclean' || verb === 'dist-clean',
    command: 'rm -rf /var/lib/apt/lists/*',
  },
  apk: {
    what: 'the package index',
    folders: ['/var/cache/apk', '/etc/apk/cache'],
    fills: ({ action, options }) => action === 'install' && !hasOption(options, '--no-cache'),
    empties: ({ action, operands }) => action === 'clean' && operands[0]?.value === 'purge',
    command: 'rm -rf /var/cache/apk/*',
  },
  yum: rpm('yum', ['/var/cache/yum', '/var/cache/dnf']),
  dnf: rpm('dnf', DNF_FOLDERS),
  microdnf: rpm('microdnf', DNF_FOLDERS),
  tdnf: rpm('tdnf', ['/var/cache/tdnf']),
  zypper: {
    what: "zypper's metadata and packages",
    folders: ['/var/cache/zypp'],
    fills: ({ action }) =>
      action === 'remove' || action === 'install' || action === 'upgrade' || action === 'update',
    empties: isClean,
    command: 'zypper clean --all',
  },
  pacman: {
    what: 'the downloaded packages',
    folders: ['/var/cache/pacman'],
    fills: ({ action }) => action === 'install' || action === 'upgrade',
    empties: isClean,
    command: 'pacman -Scc --noconfirm',
  },
};

export const APT_ARCHIVES = ['/var/cache/apt'];

/** Debian's archives stay only where the images' hook that deletes them was taken away. */
export const APT_KEPT: Pick<OsCache, 'what' | 'folders' | 'command'> = {
  what: 'the downloaded packages',
  folders: APT_ARCHIVES,
  command: 'apt-get clean',
};
