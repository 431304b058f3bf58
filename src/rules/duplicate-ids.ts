import { accountsIn, defineRule, type ImageAccount } from '../lint/index.ts';
import { listed } from './image/told.ts';

const FILES = { '/etc/passwd': 'user', '/etc/group': 'group' } as const;

export const duplicateIds = defineRule({
  id: 'duplicate-ids',
  title: 'Each user and group has an id of its own',
  why: 'The kernel only knows ids: two names with one id are one user, so that files of the one belong to the other, and a second name for 0 is a second root that hardly anybody looks for.',
  remedy: 'Make accounts with ids that are free in the base: `useradd --uid 1001`, without `--non-unique`.',
  category: 'security',
  appliesTo: 'image',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 3,
  aliases: { dockle: ['DKL-LI-0002'] },
  links: ['https://man7.org/linux/man-pages/man5/passwd.5.html'],

  image({ at, contents: { texts, base } }, { report }) {
    for (const [path, what] of Object.entries(FILES)) {
      const known = sharing(accountsIn(base?.texts[path] ?? ''));
      for (const [id, names] of sharing(accountsIn(texts[path] ?? ''))) {
        // what the distribution ships so is its own
        if (names.every((name) => known.get(id)?.includes(name))) continue;
        report({
          at,
          message: `The ${what}s ${listed(names)} share the id ${id} in \`${path}\`, so to the kernel they are one${id === 0 ? ', and each of them is root' : ''}: give each its own id.`,
        });
      }
    }
  },

  invalid: [
    {
      text: 'a second name for root',
      image: {
        texts: { '/etc/passwd': 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n' },
        base: { texts: { '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n' } },
      },
      lines: [1],
    },
    {
      text: 'two groups with one id',
      image: { texts: { '/etc/group': 'a:x:1001:\nb:x:1001:\n' } },
      lines: [1],
    },
  ],
  valid: [
    {
      text: 'users that share a group',
      image: { texts: { '/etc/passwd': 'a:x:1001:100::/:/bin/sh\nb:x:1002:100::/:/bin/sh\n' } },
    },
    {
      text: 'the base ships it so',
      image: {
        texts: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\nshutdown:x:0:0::/:/bin/sh\n' },
        base: { texts: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\nshutdown:x:0:0::/:/bin/sh\n' } },
      },
    },
  ],
});

/** Names by the id that they share. */
function sharing(accounts: readonly ImageAccount[]): Map<number, string[]> {
  const byId = new Map<number, Set<string>>();
  for (const { name, id } of accounts) byId.set(id, (byId.get(id) ?? new Set()).add(name));
  return new Map([...byId].filter(([, names]) => names.size > 1).map(([id, names]) => [id, [...names]]));
}
