import { defineRule, numberOption, type ContextFile } from '../lint/index.ts';
import { folderCopies, isBelow, megabytes, visibleFiles } from './context/visible.ts';

export const largeBuildContext = defineRule({
  id: 'large-build-context',
  title: 'A build context without heavy files',
  why: 'What a COPY of a folder brings is read, sent to the builder, and shipped: with one heavy folder in it each build is slow, and the image large.',
  remedy: 'Keep the largest paths out with the ignore file, or copy only the folders that the program needs.',
  category: 'context',
  appliesTo: 'dockerignore',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {},
  options: { megabytes: numberOption(100, 'How many megabytes a COPY of a folder may bring.') },
  links: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],

  dockerfile(file, { report, options }) {
    const copies = folderCopies(file);
    const visible = copies.length === 0 ? null : visibleFiles(file.around);
    if (visible === null) return;
    for (const { instruction, folders } of copies) {
      const { brought, total } = visible.get(byFolders)(folders);
      if (total <= options.megabytes * 1_000_000) continue;
      report({
        at: instruction.at,
        message: `\`${instruction.keyword} ${instruction.node.argument}\` brings ${megabytes(total)}, most of it in ${largest(brought)}: keep out what the build does not need.`,
      });
    }
  },

  invalid: [
    {
      path: 'Dockerfile',
      text: 'FROM debian:13\nCOPY . /app\n',
      files: { 'models/a.bin': 'x'.repeat(5000), 'app.py': '' },
      options: { megabytes: 0.001 },
      lines: [2],
    },
  ],
  valid: [
    {
      path: 'Dockerfile',
      text: 'FROM debian:13\nCOPY . /app\n',
      files: { 'models/a.bin': 'x'.repeat(5000) },
    },
    {
      path: 'Dockerfile',
      text: 'FROM debian:13\nCOPY . /app\n',
      files: { 'models/a.bin': 'x'.repeat(5000), '.dockerignore': 'models\n' },
      options: { megabytes: 0.001 },
    },
  ],
});

/** The three heaviest entries at the top. */
function largest(files: readonly ContextFile[]): string {
  const sizes = new Map<string, number>();
  for (const { path, size } of files) {
    const top = path.split('/', 2).join('/');
    sizes.set(top, (sizes.get(top) ?? 0) + size);
  }
  return [...sizes]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([path, size]) => `\`${path}\` (${megabytes(size)})`)
    .join(', ');
}

interface Brought {
  brought: readonly ContextFile[];
  /** bytes */
  total: number;
}

/** What folders bring, worked out once for all Dockerfiles that copy the same ones. */
function byFolders(files: readonly ContextFile[]): (folders: readonly string[]) => Brought {
  const known = new Map<string, Brought>();
  return (folders) => {
    const key = folders.join('\n');
    let found = known.get(key);
    if (found === undefined) {
      const brought = files.filter(({ path }) => folders.some((folder) => isBelow(path, folder)));
      known.set(key, (found = { brought, total: brought.reduce((sum, { size }) => sum + size, 0) }));
    }
    return found;
  };
}
