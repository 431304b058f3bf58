import { dockerfileOf, inContext, stagesOnTop, type Setup } from '../model/setup.ts';
import { is } from '../model/stages.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { calledPrograms, programsOf } from './called-programs.ts';
import { isBuildOnly } from './os/build-only.ts';
import { installCommands } from './os/install-commands.ts';
import { openedOwners } from './runtime-needs.ts';
import { startCommandOf } from './start-command.ts';
import { startsNothing } from './starts-nothing.ts';

/** OS packages and programs of the slim base; null when only its name is known. */
export type SlimContents = { packages: readonly string[]; commands: readonly string[] } | null;

/** What buildpack-deps installs, on which Docker's full official images stand, and none of their slim ones has. */
const ONLY_IN_FULL = new Set(
  (
    'curl wget git hg svn ssh scp ps top free pkill gpg make gcc g++ cc c++ cpp gfortran autoconf automake libtool ' +
    'libtoolize pkg-config patch unzip file xz bzip2 convert identify magick mysql_config pg_config xml2-config'
  ).split(' '),
);

/** Programs that are called by name, at run time or by its own steps, that the full base has and the slim one has not. */
export function programsLost(setup: Setup, stage: Stage, slim: SlimContents): string[] {
  const tree = dockerfileOf(setup);
  const full = new Set(setup.facts.image?.base.commands);
  const isInSlim = (name: string) => slim?.commands.includes(name) ?? !ONLY_IN_FULL.has(name);
  const inSteps = stage.instructions.flatMap((one) => programsOf(tree, one));
  const byGit = fetchesByGit(setup, stage) ? ['git'] : [];
  return [...new Set([...calledPrograms(setup), ...inSteps, ...byGit])]
    .filter((name) => full.has(name) && !isInSlim(name))
    .sort();
}

/** OS packages whose libraries the copied files want or open by name, which the full base has and the slim one has not. */
export function librariesLost(setup: Setup, slim: SlimContents): string[] {
  if (slim === null) return [];
  const inBase = new Set(setup.facts.image?.base.packages);
  const opened = openedOwners(setup).flatMap(({ owner }) => (inBase.has(owner) ? [owner] : []));
  const owners = (setup.facts.image?.steps ?? []).flatMap(({ libraries }) => ownersInBase(libraries));
  return [...new Set([...owners, ...opened])]
    .filter((name) => !slim.packages.includes(name) && !isBuildOnly(name))
    .sort();
}

type Libraries = NonNullable<Setup['facts']['image']>['steps'][number]['libraries'];

const ownersInBase = (libraries: Libraries): string[] =>
  libraries.flatMap(({ package: owner, inBase }) => (owner !== null && inBase ? [owner] : []));

/** Over https these want certificates, which the slim base may lack as well. */
const FETCHES = /^(curl|wget|git)$/;

/** The certificates that a tool which is installed needs to fetch anything. */
export function certificatesLost(setup: Setup, tools: readonly string[], slim: SlimContents): string[] {
  const name = 'ca-certificates';
  const had = setup.facts.image?.base.packages.includes(name) ?? false;
  return had && slim?.packages.includes(name) === false && tools.some((tool) => FETCHES.test(tool))
    ? [name]
    : [];
}

/** A step calls one of these programs before, or in, the installation of OS packages to which it would be added. */
export function isCalledTooEarly(tree: DockerfileTree, stage: Stage, programs: readonly string[]): boolean {
  const install = stage.instructions.findIndex((one) => installCommands(one, tree.source).length > 0);
  return stage.instructions
    .slice(0, install + 1)
    .some((one) => programsOf(tree, one).some((name) => programs.includes(name)));
}

/** Somebody works in it by hand. */
const IDLES = /^(\S*\/)?((ba|z|da|a)?sh|sleep (infinity|inf|\d+\w?)|tail -f \/dev\/null)$/;

/**
 * Why a stage that also builds what it runs needs the full base, as far as that shows; the proof tells the rest.
 * @returns null when nothing shows it
 */
export function buildsOnFull(setup: Setup, stage: Stage, slim: SlimContents): string | null {
  if (stage.instructions.some((one) => is(one, 'ONBUILD')) || stagesOnTop(setup).length > 0)
    return 'others stand on it, which may need the full base';
  if (startsNothing(setup) !== null || IDLES.test((startCommandOf(stage).argv ?? []).join(' ')))
    return 'it starts nothing of its own: what is done in it may need the full base';
  const tree = dockerfileOf(setup);
  const lost = new Set(librariesLost(setup, slim));
  for (const { instruction, libraries } of setup.facts.image?.steps ?? []) {
    const one = tree.instructions[instruction];
    // wheels and prebuilt addons bring their own: what wants the system's was compiled here, with its headers
    const found = libraries.find(({ package: owner, inBase }) => inBase && lost.has(owner ?? ''));
    if (found !== undefined && (one === undefined || !is(one, 'COPY', 'ADD')))
      return `${found.neededBy} was built against ${found.package} of the full base`;
  }
  return null;
}

/** By file: a dependency that is fetched from a repository. */
const BY_GIT: [file: RegExp, wanted: RegExp][] = [
  [
    /(^|\/)([^/]*(requirements|constraints)[^/]*\.(txt|in)|pyproject\.toml|Pipfile)$/,
    /\bgit\+|\bgit\s*=\s*["']/,
  ],
  [/(^|\/)(package-lock|npm-shrinkwrap)\.json$/, /"resolved":\s*"git\+/],
  [/(^|\/)yarn\.lock$/, /resolved "git\+|\.git#/],
];

function fetchesByGit(setup: Setup, stage: Stage): boolean {
  const inSteps = stage.instructions.some((one) => is(one, 'RUN') && /\bgit\+\w+:/.test(one.argument));
  const context = inContext(setup, '');
  return (
    inSteps ||
    [...setup.files].some(
      ([path, text]) =>
        path.startsWith(context) && BY_GIT.some(([file, wanted]) => file.test(path) && wanted.test(text)),
    )
  );
}
