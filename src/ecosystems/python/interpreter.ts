import { dockerfileOf, type Setup } from '../../model/setup.ts';
import type { Stage } from '../../syntax/dockerfile/index.ts';
import { installCommands } from '../os/install-commands.ts';
import { officialName } from '../plain-base.ts';
import { pipInstalls } from './pip-steps.ts';

/**
 * Whether an environment that does not see the interpreter's own packages misses nothing of the base: the interpreter
 * of Docker's official images has none but pip's own.
 */
export const hidesNothing = (stage: Stage): boolean => officialName(stage.base) === 'python';

/** Python 2 has no venv. */
export const isPython2 = (stage: Stage): boolean => /(^|\/)python:2(\.|-|$)/.test(stage.base);

/** `pip --python` is of pip 22.3, which wants Python 3.7: https://pip.pypa.io/en/stable/news/#v22-3 */
export const hasOldPip = (stage: Stage): boolean => /(^|\/)python:3\.[0-6](\.|-|$)/.test(stage.base);

/** Distributions whose own Python has a pip before 22.3 (packages.debian.org, packages.ubuntu.com). */
const OLD_DISTRIBUTION =
  /\b(ubuntu[-:]?(1\d|20|22)\.\d\d|xenial|bionic|focal|jammy|debian[-:]?(8|9|10|11)|jessie|stretch|buster|bullseye)\b/;
/** Those whose Python is before 3.7: no pip that knows `--python` runs on it. */
const OLD_PYTHON = /\b(ubuntu[-:]?1[468]\.\d\d|xenial|bionic|debian[-:]?[89]|jessie|stretch)\b/;

/** As `hasOldPip`, of the pip that a distribution's packages bring, unless a step of the stage renews it; by the base's name. */
export function hasOldSystemPip(stage: Stage, source: string): boolean {
  if (hidesNothing(stage)) return false;
  const isRenewed = stage.instructions
    .flatMap((one) => pipInstalls(one, source))
    .some(({ bootstrap, pip }) => bootstrap && pip.packages.some((name) => /^pip\b/.test(name)));
  return (isRenewed ? OLD_PYTHON : OLD_DISTRIBUTION).test(stage.base);
}

/** Whether steps run as another user than root before a USER says so. */
export const startsUnprivileged = (setup: Setup, stage: Stage): boolean =>
  setup.facts.image === null ? !hidesNothing(stage) : !/^(root|0)?(:|$)/.test(setup.facts.image.base.user);

/**
 * The package of the interpreter, where the base has none and the original got it along with pip or the headers: what
 * it is left without then.
 */
export function interpreterOf(setup: Setup, stage: Stage): string[] {
  const { source } = dockerfileOf(setup);
  const names = stage.instructions
    .flatMap((one) => installCommands(one, source))
    .flatMap(({ packages }) => packages.flatMap(({ name }) => name ?? []));
  const brings = names.some((name) => /^(py3?-pip|python3?-(pip|dev|venv|setuptools|wheel))$/.test(name));
  const base = setup.facts.image?.base;
  const hasOne = base === undefined ? hidesNothing(stage) : base.commands.includes('python3');
  return brings && !hasOne && !names.includes('python3') ? ['python3'] : [];
}
