import { dockerfileOf, withDockerfile, type Setup } from '../../model/setup.ts';
import { is, shippedStage } from '../../model/stages.ts';
import { insertAfter, insertBefore, type DockerfileTree, type Stage } from '../../syntax/dockerfile/index.ts';
import { applyEdits, dominantEol, type Edit } from '../../syntax/text.ts';
import { installCommands, type InstallCommand } from './install-commands.ts';
import { knownOfBase } from '../plain-base.ts';
import { stageComments } from '../stage-comments.ts';
import { hasForeignPackages, installLine, isBare, lowestBase, packageManagerOf } from './install-line.ts';

/**
 * Installs one more OS package in the shipped stage: in the installation that it has, else copied from a builder of
 * the same base (an installation of its own would cost about 1 MB of package database), else from a stage made for it,
 * else by a line of its own.
 * @returns null when nothing can be installed there (no package manager, an unprivileged base)
 */
export function addRuntimePackage(setup: Setup, name: string): Setup | null {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null || isBare(lowestBase(tree, stage)) || hasForeignPackages(setup)) return null;
  if (!knownOfBase(setup).isRootWithPackages) return null;
  const edits =
    intoExisting(tree, stage, name) ??
    fromBuilder(tree, stage, name) ??
    fromOwnStage(setup, tree, stage, name) ??
    ownLine(setup, tree, stage, name);
  return edits && withDockerfile(setup, applyEdits(tree.source, edits));
}

function intoExisting(tree: DockerfileTree, stage: Stage, name: string): Edit[] | null {
  const user = stage.instructions.findIndex((one) => is(one, 'USER'));
  const before = user < 0 ? stage.instructions : stage.instructions.slice(0, user);
  const installs = before.flatMap((one) => installCommands(one, tree.source)).filter(isLasting);
  if (installs.some(({ packages }) => packages.some((one) => one.name === name))) return [];
  const [install] = installs;
  const last = install?.packages.at(-1);
  if (install === undefined || last === undefined) return null;
  const sorted = install.packages.every(
    ({ name: one }, index) => (install.packages[index - 1]?.name ?? '') <= (one ?? ''),
  );
  const next = sorted ? install.packages.find(({ name: one }) => (one ?? '') > name) : undefined;
  if (next !== undefined)
    return [
      {
        range: { start: next.range.start, end: next.range.start },
        text: `${name}${gapBefore(tree, next.range.start)}`,
      },
    ];
  return [
    {
      range: { start: last.range.end, end: last.range.end },
      text: `${gapBefore(tree, last.range.start)}${name}`,
    },
  ];
}

/** `apk add --virtual NAME` is there to be taken out again. */
const isLasting = ({ tool, flags }: InstallCommand): boolean =>
  tool !== 'apk' || !flags.some((flag) => flag === '--virtual' || flag === '-t');

/** What stands between a package and the one before it: a blank, or a continuation with its indentation. */
export function gapBefore(tree: DockerfileTree, at: number): string {
  const gap = /[ \t]*\\?\r?\n[ \t]*$|[ \t]+$/.exec(tree.source.slice(0, at))?.[0] ?? ' ';
  return gap.includes('\n') && !gap.includes('\\') ? ' ' : gap;
}

const INIT_STAGE = 'init';

/** A stage that installs it and is thrown away: 38 kB come along instead of 1 MB. */
function fromOwnStage(setup: Setup, tree: DockerfileTree, stage: Stage, name: string): Edit[] | null {
  if (name !== 'dumb-init' || packageManagerOf(setup) !== 'apt' || !startsAsRoot(setup)) return null;
  const isTaken = tree.stages.some((one) => one.name === INIT_STAGE || one.name === stage.base.toLowerCase());
  // one more stage before others moves their numbers
  const byNumber =
    /^\d+$/.test(setup.paths.target ?? '') ||
    tree.instructions.some(({ flags }) =>
      flags.some((flag) => flag.name === 'from' && /^\d+$/.test(flag.value ?? '')),
    );
  if (isTaken || byNumber || stage.base === 'scratch') return null;
  const { start, pragmas } = stageComments(tree, stage);
  const platform = stage.from.flags.map(({ range }) => `${tree.source.slice(range.start, range.end)} `);
  const eol = dominantEol(tree.source);
  const lines = [
    `${pragmas}FROM ${platform.join('')}${stage.base} AS ${INIT_STAGE}`,
    `RUN apt-get update && apt-get install -y --no-install-recommends ${name}`,
    '',
    '',
  ];
  const copy = `COPY --from=${INIT_STAGE} /usr/bin/${name} /usr/bin/${name}`;
  return [{ range: { start, end: start }, text: lines.join(eol) }, ...insertAfter(tree, stage.from, copy)];
}

const startsAsRoot = (setup: Setup): boolean => /^(root|0)?(:|$)/.test(setup.facts.image?.base.user ?? '');

/** Only dumb-init is known to be one file that needs nothing but the C library of the same release. */
function fromBuilder(tree: DockerfileTree, stage: Stage, name: string): Edit[] | null {
  if (name !== 'dumb-init') return null;
  const builder = tree.stages.find((one) => one !== stage && one.name !== null && one.base === stage.base);
  const install = builder?.instructions.flatMap((one) => installCommands(one, tree.source)).at(0);
  const last = install?.packages.at(-1);
  const copy = stage.instructions.find(
    (one) =>
      is(one, 'COPY') && one.flags.some((flag) => flag.name === 'from' && flag.value === builder?.name),
  );
  if (builder === undefined || last === undefined || copy === undefined) return null;
  return [
    {
      range: { start: last.range.end, end: last.range.end },
      text: `${gapBefore(tree, last.range.start)}${name}`,
    },
    ...insertBefore(tree, copy, `COPY --from=${builder.name} /usr/bin/dumb-init /usr/bin/dumb-init`),
  ];
}

function ownLine(setup: Setup, tree: DockerfileTree, stage: Stage, name: string): Edit[] | null {
  if (!startsAsRoot(setup)) return null;
  return insertAfter(tree, stage.from, installLine(packageManagerOf(setup), [name]));
}
