import { isBuildOnly } from '../ecosystems/os/build-only.ts';
import { defineRule, type ImageFacts, type ImagePackage } from '../lint/index.ts';
import { listed, told } from './image/told.ts';

/** Debian's sections of compilers, build systems and headers. */
const DEVELOPMENT = new Set(['devel', 'libdevel']);

export const runtimePackagesOnly = defineRule({
  id: 'runtime-packages-only',
  title: 'Only packages that the running program needs',
  why: 'Compilers, headers and build systems are pulled with every image and patched with every advisory, and they are the tools of whoever breaks in.',
  remedy:
    'Build in a stage of its own and copy the result into a slim base, or delete the packages in the step that installs them. `shipshape improve` does so and proves that the program still works.',
  category: 'packages',
  appliesTo: 'image',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 2,
  aliases: { dockle: ['CIS-DI-0003'], cis: ['4.3'] },
  links: ['https://docs.docker.com/build/building/multi-stage/'],

  image(image, { report }) {
    const spare = sparePackages(image);
    for (const inBase of [false, true]) {
      const some = spare.filter((one) => one.inBase === inBase).sort((a, b) => b.bytes - a.bytes);
      if (some.length === 0) continue;
      const bytes = some.reduce((sum, one) => sum + one.bytes, 0);
      report({
        at: image.at,
        message: `${some.length === 1 ? 'One package serves' : `${some.length} packages serve`} building only (${listed(some.map(({ name }) => name))}) and no other package or loaded library needs ${some.length === 1 ? 'it' : 'them'}: ${told(bytes)}. ${
          inBase
            ? `The base \`${image.contents.base?.reference ?? ''}\` brings ${some.length === 1 ? 'it' : 'them'}: take a smaller one.`
            : 'Build in another stage and copy the result.'
        }`,
      });
    }
  },

  invalid: [
    {
      text: 'a compiler and headers beside a library that is loaded',
      image: {
        packages: [
          { name: 'gcc', bytes: 90_000_000, section: 'devel', depends: ['binutils'] },
          { name: 'binutils', bytes: 20_000_000, section: 'devel' },
          { name: 'libpq-dev', bytes: 700_000, section: 'libdevel', depends: ['libpq5'] },
          { name: 'libpq5', bytes: 300_000, section: 'libs' },
        ],
      },
      lines: [1],
    },
    {
      text: 'the base is the full variant',
      image: { base: { reference: 'python:3.13' }, packages: [{ name: 'make', inBase: true }] },
      lines: [1],
    },
  ],
  valid: [
    { text: 'only a library', image: { packages: [{ name: 'libpq5', section: 'libs' }] } },
    {
      text: 'a package that is needed at run time depends on the compiler',
      image: {
        packages: [
          { name: 'r-base-core', section: 'gnu-r', depends: ['gcc'] },
          { name: 'gcc', section: 'devel' },
        ],
      },
    },
    {
      text: 'a program loads a library of it, and another one is what is started',
      image: {
        packages: [
          { name: 'libclang-dev', section: 'libdevel', loadedBy: ['/app/parser'] },
          { name: 'git', section: 'vcs' },
        ],
        config: { entrypoint: ['git'] },
        files: [{ path: '/usr/bin/git', owner: 'git' }],
      },
    },
  ],
});

/** Those that only serve building, and that nothing else leads to. */
function sparePackages(image: ImageFacts): ImagePackage[] {
  const { packages, files } = image.contents;
  const started = new Set(
    files
      .filter(({ owner, path }) => owner !== null && isNamed(image.argv, path))
      .map(({ owner }) => owner ?? ''),
  );
  const isRoot = (one: ImagePackage): boolean =>
    !(isBuildOnly(one.name) || DEVELOPMENT.has(one.section ?? '')) ||
    one.loadedBy.length > 0 ||
    started.has(one.name);
  const named = new Map(packages.map((one) => [one.name, one]));
  const needed = new Set<string>();
  const open = packages.filter(isRoot).map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    open.push(...(named.get(name)?.depends ?? []));
  }
  return packages.filter(({ name }) => !needed.has(name));
}

/** Whether the command line has the file as a word, by its path or as a program in a folder of programs. */
const isNamed = (argv: readonly string[], path: string): boolean =>
  argv.includes(path) || (/\/s?bin\/[^/]+$/.test(path) && argv.includes(path.replace(/^.*\//, '')));
