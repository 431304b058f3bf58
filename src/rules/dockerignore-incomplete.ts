import { defineRule, type BuildContext, type IgnoreFile } from '../lint/index.ts';
import { createIgnore } from '../syntax/ignore/index.ts';
import { dominantEol } from '../syntax/text.ts';

/** What no build needs, by the name of the file or folder: where it lies, and the pattern that keeps it out. */
const NEEDLESS: readonly {
  name: RegExp;
  pattern: (path: string) => string;
  what: string;
  isLight?: true;
}[] = [
  { name: /^\.(?:git|hg|svn)$/, pattern: (path) => path, what: 'the history' },
  { name: /^node_modules$/, pattern: () => '**/node_modules', what: 'installed packages' },
  { name: /^__pycache__$/, pattern: () => '**/__pycache__', what: 'compiled Python' },
  { name: /^\.?venv$/, pattern: (path) => path, what: 'a virtual environment' },
  { name: /^\.(?:pytest|mypy|ruff)_cache$/, pattern: (path) => path, what: 'a cache' },
  {
    name: /^\.(?:tox|nox|gradle|terraform|next|nuxt|svelte-kit|turbo|parcel-cache|nyc_output)$/,
    pattern: (path) => path,
    what: 'what tools have made',
  },
  { name: /^\.(?:idea|vscode|vs)$/, pattern: (path) => path, what: "an editor's settings", isLight: true },
  { name: /^\.DS_Store$/, pattern: () => '**/.DS_Store', what: "a file manager's notes", isLight: true },
];

export const dockerignoreIncomplete = defineRule({
  id: 'dockerignore-incomplete',
  title: 'The ignore file keeps out what no build needs',
  why: 'What is in the context is read, hashed and, by a COPY of the whole folder, shipped; installed packages of another machine even replace those that the build has installed.',
  remedy: 'Add patterns for the history, installed packages and caches that lie there.',
  category: 'context',
  appliesTo: 'dockerignore',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  variants: { heavy: { aliases: {} }, light: { aliases: {}, severity: 'info' } },
  links: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],

  ignoreFile(file, { report }) {
    const { context } = file.around;
    const missing = context === null ? [] : missingIn(file, context);
    if (missing.length === 0) return;
    const last = file.lines.findLast(({ kind }) => kind !== 'blank')?.range ?? { start: 0, end: 0 };
    const patterns = missing.map(({ pattern }) => pattern);
    report({
      at: last,
      variant: missing.every(({ isLight }) => isLight) ? 'light' : 'heavy',
      message: `The build context holds ${missing.map(({ what, pattern }) => `${what} (\`${pattern}\`)`).join(', ')}, which no build needs: keep it out.`,
      fix: () => {
        const eol = dominantEol(file.source);
        const start = file.source === '' || file.source.endsWith('\n') ? '' : eol;
        const end = file.source.length;
        return [
          { range: { start: end, end }, text: `${start}${patterns.map((one) => `${one}${eol}`).join('')}` },
        ];
      },
    });
  },

  invalid: [
    {
      text: '.env\n',
      files: { '.git/HEAD': '', 'web/node_modules/a/index.js': '', 'app.js': '' },
      lines: [1],
      fixed: '.env\n.git\n**/node_modules\n',
    },
  ],
  valid: [
    { text: '.git\n**/node_modules\n', files: { '.git/HEAD': '', 'web/node_modules/a/index.js': '' } },
    { text: '*\n!src\n', files: { '.git/HEAD': '', 'src/a.js': '' } },
    { text: '.env\n', files: { '.git/HEAD': '', Dockerfile: 'FROM debian:13\nCOPY .git /src/.git\n' } },
  ],
});

interface Missing {
  pattern: string;
  what: string;
  isLight: boolean;
}

function missingIn(file: IgnoreFile, context: BuildContext): Missing[] {
  const { ignores } = createIgnore(file.source);
  const dockerfile = file.around.read('Dockerfile') ?? '';
  const found = new Map<string, Missing>();
  const looked = new Set<string>();
  for (const { path, kind } of context.list() ?? []) {
    const parts = path.split('/');
    for (const [index, part] of parts.entries()) {
      // a file of that name is none of these folders
      if (index === parts.length - 1 && kind === 'file' && part !== '.DS_Store') continue;
      const match = NEEDLESS.find(({ name }) => name.test(part));
      if (match === undefined) continue;
      const folder = parts.slice(0, index + 1).join('/');
      // one file of a folder tells for all of it
      if (looked.has(folder)) break;
      looked.add(folder);
      const pattern = match.pattern(folder);
      const isNamed = dockerfile.includes(part);
      if (!found.has(pattern) && !isNamed && !ignores(path))
        found.set(pattern, { pattern, what: match.what, isLight: match.isLight === true });
      break;
    }
  }
  return [...found.values()];
}
