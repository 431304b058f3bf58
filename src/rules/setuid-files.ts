import { defineRule, type ImageFile } from '../lint/index.ts';
import { listed } from './image/told.ts';

const DOCKLE = { dockle: ['CIS-DI-0008'], cis: ['4.8'] };
/** A full Debian has 13. */
const MOST_LISTED = 20;
const SET_UID = 0o4000;
const SET_GID = 0o2000;
/** What distributions ship so, to log in, to change one's own account and to mount. */
const USUAL =
  /\/(?:bbsuid|chage|chfn|chsh|dbus-daemon-launch-helper|doas|expiry|fusermount3?|gpasswd|mount|newgidmap|newgrp|newuidmap|ntfs-3g|pam_timestamp_check|passwd|pkexec|polkit-agent-helper-1|ssh-agent|ssh-keysign|su|umount|unix_chkpwd|unix_update|userhelper|utempter|wall|write(?:\.ul)?)$/;

export const setuidFiles = defineRule({
  id: 'setuid-files',
  title: 'No files that run with the rights of others',
  why: 'A program with the setuid or setgid bit runs as its owner or group, whoever starts it: a mistake in it makes root out of the user that USER names.',
  remedy:
    'Take the bits away (`chmod a-s FILE`, or for all: `find / -xdev -perm /6000 -type f -exec chmod a-s {} +`), or start the container with `--security-opt no-new-privileges`, where they have no effect.',
  category: 'security',
  appliesTo: 'image',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 1,
  aliases: DOCKLE,
  variants: {
    /** of the distribution: su, passwd, mount and their like */
    usual: { aliases: DOCKLE },
    /** what came above the base */
    added: { aliases: DOCKLE, severity: 'warning' },
  },
  links: [
    'https://man7.org/linux/man-pages/man7/inode.7.html',
    'https://docs.docker.com/reference/cli/docker/container/run/#security-opt',
  ],

  image({ at, contents: { files } }, { report }) {
    const found = files.filter(({ mode }) => (mode & (SET_UID | SET_GID)) !== 0);
    const usual = found.filter(isUsual);
    if (usual.length > 0)
      report({
        at,
        variant: 'usual',
        message: `${usual.length === 1 ? 'One file' : `${usual.length} files`} of the base or its distribution ${usual.length === 1 ? 'runs' : 'run'} with the rights of another user or group: ${listed(usual.map(({ path }) => path).sort(), MOST_LISTED)}. Services need none of them: take the bits away, or run with \`no-new-privileges\`.`,
      });
    for (const { path, mode, uid, gid, owner } of found.filter((file) => !isUsual(file))) {
      const whose =
        mode & SET_UID ? (uid === 0 ? 'root' : `user ${uid}`) : gid === 0 ? 'group root' : `group ${gid}`;
      report({
        at,
        variant: 'added',
        message: `\`${path}\`${owner === null ? '' : ` (of the package ${owner})`} runs as ${whose}, whoever starts it: take the bit away with \`chmod a-s\` unless the program needs it.`,
      });
    }
  },

  invalid: [
    {
      text: 'a debian image with two of its setuid files',
      image: {
        files: [
          { path: '/usr/bin/passwd', mode: 0o4755, owner: 'passwd', inBase: true },
          { path: '/usr/bin/chage', mode: 0o2755, gid: 42, owner: 'passwd' },
        ],
      },
      lines: [1],
      variants: ['usual'],
    },
    {
      text: 'a program that was made setuid, and sudo',
      image: {
        files: [
          { path: '/usr/local/bin/helper', mode: 0o4755 },
          { path: '/usr/bin/sudo', mode: 0o4755, owner: 'sudo' },
        ],
      },
      lines: [1, 1],
      variants: ['added', 'added'],
    },
  ],
  valid: [{ text: 'no file has the bits', image: { files: [{ path: '/usr/bin/passwd', mode: 0o755 }] } }],
});

const isUsual = ({ path, owner, inBase }: ImageFile): boolean =>
  inBase || (owner !== null && USUAL.test(path));
