import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/index.ts';
import {
  aptInstall,
  pipCommand,
  shellOf,
  userCommand,
  type ShellCommand,
  type ShellItem,
  type ShellScript,
} from '../../syntax/shell/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { isHousekeeping } from '../os/install-commands.ts';
import { MOVES } from '../stage-text.ts';
import { isEnvironmentCommand } from './pip-places.ts';

/** What becomes of a RUN that installs something when its stage is taken apart. */
export interface PartedStep {
  /** takes out of the builder's RUN what only the stage that ships wants */
  builder: Edit[];
  /** a RUN of what the stage that ships wants to have done before its OS packages are installed; null for nothing */
  before: string | null;
  /** a RUN of what else it wants of it, lines joined by `\n`; null when that is nothing */
  after: string | null;
  /** commands that the stage that ships runs */
  work: ShellCommand[];
}

type Kind = 'install' | 'context' | 'work';

/**
 * Parts a RUN into installations, which are the builder's, and other work, which the stage that ships does itself: what
 * it makes would be lost otherwise, and what pip has installed is at hand there too.
 * @returns a sentence where they hang together
 */
export function partStep(tree: DockerfileTree, instruction: Instruction): PartedStep | string {
  const script = shellOf(instruction, tree.source);
  const entangled = 'a step installs packages and does other work that cannot be taken apart from it';
  if (script === null) return entangled;
  const kinds = script.list.map((item) => kindOf(script, item));
  if (!kinds.includes('work') && !kinds.includes(null))
    return { builder: [], before: null, after: null, work: [] };
  const joints = script.list.map(({ connector, background }) => (background ? '&' : connector));
  const isPlain = joints.every((joint) => /^(first|&&|;|\n)$/.test(joint));
  const hasBodies = script.list.some(({ hereDocuments }) => hereDocuments.length > 0);
  const mounts = instruction.flags.some(({ value }) => !/type=(cache|tmpfs)/.test(value ?? ''));
  if (kinds.includes(null) || !script.complete || !isPlain || hasBodies || mounts) return entangled;

  const text = (item: ShellItem) => script.source.slice(item.range.start, item.range.end);
  const isShellOption = (item: ShellItem) => /^set\s+-[eux]+$/.test(text(item));
  const work = script.list.filter((_, index) => kinds[index] === 'work');
  const lastWork = script.list.findLastIndex((_, index) => kinds[index] === 'work');
  const shipped = script.list.filter(
    (item, index) =>
      kinds[index] === 'work' || (kinds[index] === 'context' && index < lastWork && !isShellOption(item)),
  );
  if (instruction.heredocs.length > 0 && shipped.some((item) => text(item).includes('\n'))) return entangled;
  const firstPip = script.list.findIndex((item) => commandsIn(script, item).some(installsByPip));
  // what is done before may be what the installation needs; files are made in both
  const onlyShipped = work.filter(
    (item) => item.index > firstPip && !commandsIn(script, item).every(movesFiles),
  );
  const systems = script.list.filter((item) => commandsIn(script, item).some(installsSystem));
  const [first, last] = [systems[0]?.index ?? -1, systems.at(-1)?.index ?? -1];
  const needsOrder = work.some(
    (item) => first < item.index && item.index < last && !isIndependent(text(item), script, item),
  );
  if (needsOrder) return 'a step between two installations of OS packages may need the first one';
  const run = (items: ShellItem[]) =>
    items.some((item) => work.includes(item)) ? `RUN ${items.map(text).join(' \\\n    && ')}` : null;
  return {
    builder: removals(script, new Set(onlyShipped.map(({ index }) => index))),
    before: run(shipped.filter(({ index }) => index < first)),
    after: run(shipped.filter(({ index }) => index > first)),
    work: work.flatMap((item) => commandsIn(script, item)),
  };
}

const commandsIn = (script: ShellScript, item: ShellItem): ShellCommand[] =>
  script.commands.filter(({ topLevelIndex }) => topLevelIndex === item.index);

/** Null where one element both installs and does other work. */
function kindOf(script: ShellScript, item: ShellItem): Kind | null {
  const kinds = commandsIn(script, item).map(kindOfCommand);
  if (kinds.length === 0) return 'work';
  if (kinds.every((kind) => kind === 'context')) return 'context';
  if (kinds.every((kind) => kind !== 'work')) return 'install';
  return kinds.includes('install') ? null : 'work';
}

function kindOfCommand(command: ShellCommand): Kind {
  const name = command.name ?? '';
  const writes = command.redirects.some(({ target }) => target !== null && !target.startsWith('/dev/'));
  if (/^(set|cd|export|\.|source)$/.test(name) || (name === '' && command.assignments.length > 0))
    return 'context';
  const installs =
    isHousekeeping(command) ||
    isEnvironmentCommand(command) ||
    pipCommand(command) !== null ||
    aptInstall(command) !== null ||
    /^(rm|true|echo|:|apt-get|apt|apk|apt-mark)$/.test(name);
  return installs && !writes ? 'install' : 'work';
}

const installsByPip = (command: ShellCommand): boolean => pipCommand(command)?.verb === 'install';

function installsSystem(command: ShellCommand): boolean {
  const verb = aptInstall(command)?.verb;
  return verb === 'install' || verb === 'add';
}

/** Files and accounts that no package manager looks at. */
const isIndependent = (text: string, script: ShellScript, item: ShellItem): boolean =>
  !PACKAGE_SOURCES.test(text) &&
  commandsIn(script, item).every((command) => movesFiles(command) || userCommand(command) !== null);

/** Where the package managers look for packages, and the keys that they trust. */
export const PACKAGE_SOURCES = /\/etc\/(apt|apk)\b|\bkeyrings?\b/;

export const movesFiles = ({ name }: ShellCommand): boolean => MOVES.test(name ?? '');

/** Takes elements out with their connectors, neighbours in one edit. */
function removals(script: ShellScript, taken: ReadonlySet<number>): Edit[] {
  const edits: Edit[] = [];
  for (const item of script.list) {
    if (!taken.has(item.index) || taken.has(item.index - 1)) continue;
    let last = item;
    for (let next = script.list[last.index + 1]; next !== undefined && taken.has(next.index);)
      [last, next] = [next, script.list[next.index + 1]];
    const before = script.list[item.index - 1];
    const after = script.list[last.index + 1];
    const start = before?.range.end ?? item.range.start;
    const end = before === undefined && after !== undefined ? after.range.start : last.range.end;
    edits.push({ range: { start, end }, text: '' });
  }
  return edits;
}
