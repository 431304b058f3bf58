import { defineRule, type ImageFile } from '../lint/index.ts';
import { bytesOf, listed, told } from './image/told.ts';

const DOCKLE = { dockle: ['DKL-LI-0003'] };

/** What nobody needs at run time: how it is told, and where it lies; the first group is the folder or file to name. */
const KINDS: readonly { variant: string; what: string; why: string; places: RegExp }[] = [
  {
    variant: 'history',
    what: 'The history of a repository was shipped',
    why: 'it holds every version of every file, deleted secrets too. List it in `.dockerignore`',
    places: /^(.*\/\.(?:git|hg|svn|bzr))\//,
  },
  {
    variant: 'editor',
    what: 'Files of editors and desktops were shipped',
    why: 'they belong to the machine of whoever built it. List them in `.dockerignore`',
    places:
      /^(.*\/\.(?:idea|vscode|vs|fleet))\/|^(.*\/(?:\.DS_Store|Thumbs\.db|desktop\.ini|\.[^/]+\.sw[a-p]|[^/]+~))$/,
  },
  {
    variant: 'cache',
    what: 'Caches of package managers and tools were left',
    why: 'a program that is built reads none of them. Put them on a cache mount, or delete them in the step that writes them',
    places:
      /^(.*\/(?:\.npm\/_cacache|\.cache\/(?:pip|uv|pypoetry|pdm|pipenv|yarn|pnpm|node-gyp|composer|go-build|bazel)|\.bundle\/cache|\.composer\/cache|\.cargo\/registry|\.gradle\/caches|\.m2\/repository|\.nuget\/packages|node_modules\/\.cache|\.next\/cache|\.parcel-cache|\.turbo|\.nx\/cache|\.angular\/cache|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.nox|\.hypothesis|\.nyc_output|\.sass-cache))\/|^(\/usr\/local\/share\/\.cache)\/|^(\/go\/pkg\/mod\/cache)\/|^(\/usr\/local\/cargo\/registry)\/|^(.*\/\.eslintcache)$/,
  },
  {
    variant: 'temporary',
    what: 'Temporary files were left',
    why: 'steps of the build wrote them. Delete them in the same step, or put a tmpfs mount there',
    places: /^(\/tmp|\/var\/tmp)\/./,
  },
  {
    variant: 'setup',
    what: 'The files that the image is built from were shipped',
    why: 'they are of no use inside. List them in `.dockerignore`',
    places: /^(.*\/(?:Dockerfile|Containerfile|(?:docker-)?compose\.ya?ml|\.dockerignore))$/,
  },
];
/** Packages bring some of these for their own tests. */
const OF_PACKAGES = /\/(?:site-packages|dist-packages|node_modules|gems|vendor)\//;

export const leftoverFiles = defineRule({
  id: 'leftover-files',
  title: 'No caches, repositories and editor files in the image',
  why: 'They are pulled with every image and read by nobody, but for those who look for what the history of a repository gives away.',
  remedy:
    'List in `.dockerignore` what comes with the context, and keep what steps write on cache mounts, or delete it in the same step. Package lists of the distribution are for clean-os-package-cache.',
  category: 'context',
  appliesTo: 'image',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: DOCKLE,
  variants: {
    history: { aliases: DOCKLE, severity: 'warning' },
    editor: { aliases: DOCKLE },
    cache: { aliases: DOCKLE },
    temporary: { aliases: DOCKLE },
    // they are small, and some want them there
    setup: { aliases: DOCKLE, recommended: false },
  },
  links: [
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],

  image({ at, ownFiles }, { report, wants }) {
    const found = KINDS.filter(({ variant }) => wants(variant)).map((kind) => ({
      ...kind,
      files: new Array<ImageFile>(),
      named: new Set<string>(),
    }));
    for (const file of ownFiles)
      for (const { places, files, named } of found) {
        const name = places
          .exec(file.path)
          ?.slice(1)
          .find((group) => group !== undefined);
        if (name === undefined || (OF_PACKAGES.test(name) && !name.endsWith('/.cache'))) continue;
        files.push(file);
        named.add(name);
        break;
      }
    for (const { variant, what, why, files, named } of found)
      if (bytesOf(files) > 0)
        report({
          at,
          variant,
          message: `${what} (${listed([...named])}, ${told(bytesOf(files))}): ${why}.`,
        });
  },

  invalid: [
    {
      text: 'a repository, a cache of npm and a file of the Finder',
      image: {
        files: [
          { path: '/app/.git/config', size: 300 },
          { path: '/app/.git/objects/pack/pack-1.pack', size: 4_000_000 },
          { path: '/root/.npm/_cacache/index', size: 2000 },
          { path: '/app/src/.DS_Store', size: 6148 },
        ],
      },
      lines: [1, 1, 1],
      variants: ['history', 'editor', 'cache'],
    },
    {
      text: 'what a build left in /tmp, and the Dockerfile',
      image: {
        files: [
          { path: '/tmp/node-compile-cache/x', size: 100 },
          { path: '/app/Dockerfile', size: 400 },
        ],
      },
      lines: [1, 1],
      variants: ['temporary', 'setup'],
    },
  ],
  valid: [
    {
      text: 'what the base and packages bring',
      image: {
        files: [
          { path: '/root/.cache/pip/x', size: 9, inBase: true },
          { path: '/usr/share/doc/x/.git/x', size: 9, owner: 'x' },
          { path: '/app/node_modules/pkg/.idea/x', size: 9 },
        ],
      },
    },
    {
      text: 'compiled bytecode and an empty file',
      image: { files: [{ path: '/app/__pycache__/a.pyc', size: 9 }, { path: '/tmp/empty' }] },
    },
  ],
});
