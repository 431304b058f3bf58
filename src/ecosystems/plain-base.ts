import { dockerfileOf, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { installCommands } from './os/install-commands.ts';
import { lowestBase } from './os/install-line.ts';

/** Docker's official images of Debian's and Alpine's family that run as root and start but a shell or a prompt. */
const PLAIN =
  /^(python|node|debian|ubuntu|alpine|busybox|buildpack-deps|pypy|ruby|golang|rust|openjdk|eclipse-temurin)$/;

/**
 * The name of one of Docker's official images, also from a mirror (`mirror.example/library/python`); null for others:
 * `public.ecr.aws/lambda/python` is something else. The tag may have variables.
 */
export function officialName(base: string): string | null {
  const written = base
    .replaceAll('"', '')
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '');
  const [host = '', ...rest] = written.split('/');
  const path = rest.length > 0 && /[.:]|^localhost$/.test(host) ? rest.join('/') : written;
  return /^(?:(?:docker\/)?library\/)?([\w-]+)$/.exec(path)?.[1] ?? null;
}

export const isPlainBase = (base: string): boolean => PLAIN.test(officialName(base) ?? '');

/** A stage and those of the file that it stands on, the lowest first. */
export function chainOf(tree: DockerfileTree, stage: Stage): Stage[] {
  const below = tree.stages
    .slice(0, stage.index)
    .findLast(({ name }) => name !== null && name === stage.base.toLowerCase());
  return below === undefined ? [stage] : [...chainOf(tree, below), stage];
}

/** What is known of the base of the shipped stage: all of an image that was looked at or is plain. */
export interface KnownOfBase {
  /** its entry point, user and packages */
  all: boolean;
  /** steps of the file show that it is root and which package manager there is */
  isRootWithPackages: boolean;
}

export function knownOfBase(setup: Setup): KnownOfBase {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null) return { all: false, isRootWithPackages: false };
  const base = lowestBase(tree, stage);
  const all = setup.facts.image !== null || isPlainBase(base);
  const steps = tree.stages
    .filter((one) => lowestBase(tree, one) === base)
    .flatMap(({ instructions }) => instructions);
  const shows = steps.some((one) => installCommands(one, tree.source).length > 0);
  return { all, isRootWithPackages: all || shows };
}
