import { defineRule } from '../lint/index.ts';
import { listed } from './image/told.ts';

export const emptyPasswordAccount = defineRule({
  id: 'empty-password-account',
  title: 'No account without a password',
  why: 'An account whose password is empty lets everybody become it: `su` asks for nothing, and a program that was broken into becomes root so.',
  remedy: 'Lock the account: `passwd -l NAME`, or `*` or `!` as its password in `/etc/shadow`.',
  category: 'security',
  appliesTo: 'image',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 10,
  aliases: { dockle: ['DKL-LI-0001'] },
  links: [
    'https://man7.org/linux/man-pages/man5/shadow.5.html',
    'https://nvd.nist.gov/vuln/detail/CVE-2019-5021',
  ],

  image({ at, users, contents: { texts } }, { report }) {
    const shadow = texts['/etc/shadow'] ?? '';
    const hashed = new Map(
      shadow.split('\n').map((line): [string, string | undefined] => {
        const [name = '', hash] = line.split(':');
        return [name, hash];
      }),
    );
    // `x` in /etc/passwd says that /etc/shadow has it
    const open = users
      .filter(({ name, password }) => (password === 'x' ? hashed.get(name) === '' : password === ''))
      .map(({ name }) => name);
    if (open.length > 0)
      report({
        at,
        message: `${listed(open)} ${open.length === 1 ? 'has' : 'have'} an empty password, so that everybody in the container can become ${open.length === 1 ? 'that user' : 'these users'}: lock with \`passwd -l\`.`,
      });
  },

  invalid: [
    {
      text: 'root has an empty password in /etc/shadow',
      image: {
        texts: { '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n', '/etc/shadow': 'root::19000:0:::::\n' },
      },
      lines: [1],
    },
    {
      text: 'an account has an empty password in /etc/passwd',
      image: { texts: { '/etc/passwd': 'root:x:0:0::/root:/bin/sh\napp::1001:1001::/app:/bin/sh\n' } },
      lines: [1],
    },
  ],
  valid: [
    {
      text: 'all accounts are locked',
      image: {
        texts: {
          '/etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:!:1001:1001::/app:/bin/sh\n',
          '/etc/shadow': 'root:*:19000:0:::::\n',
        },
      },
    },
  ],
});
