import type { Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import { expansion, type Instruction, type Stage } from '../../syntax/dockerfile/index.ts';
import { shellOf, type ShellCommand, type ShellWord } from '../../syntax/shell/index.ts';
import { absoluteIn, sourceCopy } from '../source-copy.ts';
import { variablesAt } from '../stage-variables.ts';
import type { PipInstall } from './pip-steps.ts';

/** A folder that is copied as a whole; null = the interpreter's own place, or why it cannot be told. */
type PipPlace = { folder: string | null } | { reason: string };

/** An installation with the folder that it fills; null when that is the interpreter's own place. */
export interface PlacedInstall extends PipInstall {
  folder: string | null;
}

/**
 * Where the installations of a stage put their packages.
 * @returns a sentence where that cannot be told, or is no folder that could be copied
 */
export function placesOf(
  setup: Setup,
  stage: Stage,
  source: string,
  installs: readonly PipInstall[],
): PlacedInstall[] | string {
  const environments = environmentsOf(setup, stage, source);
  if (typeof environments === 'string') return environments;
  const placed: PlacedInstall[] = [];
  for (const install of installs) {
    const place = placeOf(setup, stage, install, environments);
    if ('reason' in place) return place.reason;
    placed.push({ ...install, folder: place.folder });
  }
  const folders = placed.flatMap(({ folder }) => folder ?? []);
  const isMixed = folders.length > 0 && folders.length < placed.length;
  if (isMixed && environments.some(({ seesSystem }) => seesSystem))
    return 'its virtual environment sees the packages of the system';
  const targets = stage.instructions.flatMap(
    (one) => sourceCopy(stage, one, setup.facts.context)?.target ?? [],
  );
  const among = folders.find((folder) => targets.some((target) => `${target}/`.startsWith(`${folder}/`)));
  return among === undefined ? placed : `pip installs among the program's own files (${among})`;
}

const PYTHON = /^(.*\/)?python[\d.]*$/;

/** `python -m venv FOLDER`, `virtualenv FOLDER`. */
export function isEnvironmentCommand({ words }: ShellCommand): boolean {
  const [program = '', flag, module] = words.map(({ value, raw }) => value ?? raw);
  return /(^|\/)virtualenv$/.test(program) || (PYTHON.test(program) && flag === '-m' && isMaker(module));
}

const isMaker = (module: string | undefined): boolean => module === 'venv' || module === 'virtualenv';

/** Options of venv and virtualenv that are followed by a value. */
const WITH_VALUE = /^(--prompt|-p|--python|--seeder|--app-data|--creator|--activators|--pip|--setuptools)$/;

interface Environment {
  folder: string;
  /** it sees the packages of the interpreter that made it */
  seesSystem: boolean;
}

/**
 * The virtual environments that a stage makes, by absolute paths.
 * @returns a sentence where one of them lies at a place that cannot be told
 */
function environmentsOf(setup: Setup, stage: Stage, source: string): Environment[] | string {
  const found: Environment[] = [];
  for (const instruction of stage.instructions) {
    const script = is(instruction, 'RUN') ? shellOf(instruction, source) : null;
    for (const command of script?.commands.filter(isEnvironmentCommand) ?? []) {
      const args = command.words.slice((command.words[0]?.value ?? '').endsWith('virtualenv') ? 1 : 3);
      const at = args.findIndex(
        ({ raw }, index) => !raw.startsWith('-') && !WITH_VALUE.test(args[index - 1]?.raw ?? ''),
      );
      const folder = pathOf(setup, stage, instruction, args[at]);
      if (folder === null) return 'the folder of its virtual environment cannot be told from the file';
      found.push({ folder, seesSystem: args.some(({ raw }) => raw === '--system-site-packages') });
    }
  }
  return found;
}

/** Where an installation puts its packages. */
function placeOf(
  setup: Setup,
  stage: Stage,
  install: PipInstall,
  environments: readonly Environment[],
): PipPlace {
  const { instruction, pip, script, elsewhere } = install;
  const resolve = (text: string) => resolved(setup, stage, instruction, text);
  const values = (...names: string[]) =>
    pip.options.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  const [own] = values('--target', '-t', '--prefix');
  if (own !== undefined) return ownFolder(own === null ? null : resolve(own));
  if (values('--root').length > 0) return { reason: 'pip installs below a root of its own (--root)' };
  if (pip.targetsPython !== null) return ownFolder(environmentOf(resolve(pip.targetsPython)));

  const program = pip.python.text.split(' ')[0] ?? '';
  if (program.includes('/')) {
    const folder = environmentOf(resolve(program));
    return folder === '/usr' || folder === '/usr/local' ? { folder: null } : ownFolder(folder);
  }
  const activated = script.commands
    .filter(
      ({ name, range, words }) =>
        (name === '.' || name === 'source') &&
        range.start < pip.python.range.start &&
        (words[1]?.value ?? words[1]?.raw ?? '').replaceAll('"', '').endsWith('/activate'),
    )
    .at(-1);
  if (activated !== undefined) {
    const path = pathOf(setup, stage, instruction, activated.words[1]);
    return ownFolder(path?.replace(/\/bin\/activate$/, '') ?? null);
  }
  if (elsewhere === '--user') return { folder: null };
  const onPath = (variablesAt(setup, stage, instruction).get('PATH') ?? '').split(':');
  const first = onPath.find((entry) => environments.some(({ folder }) => entry === `${folder}/bin`));
  return { folder: first?.replace(/\/bin$/, '') ?? null };
}

/** `/venv/bin/pip3`, `/venv/bin/python` and `/venv` all stand for the environment `/venv`. */
const environmentOf = (path: string | null): string | null =>
  path?.replace(/\/bin\/(pip|python)[\d.]*$/, '') ?? null;

/** Folders of the system and of root cannot be copied as a whole, or not be read by another user. */
function ownFolder(folder: string | null): PipPlace {
  if (folder === null) return { reason: 'where pip installs to comes from a variable' };
  return /^(\/|\/(usr|usr\/local|etc|lib|opt|var|home|srv|root(\/.*)?))$/.test(folder)
    ? { reason: `pip installs to a place of its own (${folder})` }
    : { folder };
}

function pathOf(
  setup: Setup,
  stage: Stage,
  instruction: Instruction,
  word: ShellWord | undefined,
): string | null {
  return word === undefined ? null : resolved(setup, stage, instruction, word.raw);
}

/** A word of the shell as an absolute path; null when it holds more than variables of the file. */
function resolved(setup: Setup, stage: Stage, instruction: Instruction, text: string): string | null {
  if (/[`*?~]|\$\(/.test(text)) return null;
  const variables = variablesAt(setup, stage, instruction).set('PWD', absoluteIn(stage, instruction, '.'));
  const { value, unset } = expansion(text, variables, instruction.escape);
  return value === null || value === '' || unset.length > 0 ? null : absoluteIn(stage, instruction, value);
}
