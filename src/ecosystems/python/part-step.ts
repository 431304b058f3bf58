import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/index.ts';
import {
  aptInstall,
  pipCommand,
  shellOf,
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
  /** a RUN of what the stage that ships wants of it, lines joined by `\n`; null when that is nothing */
  runtime: string | null;
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
  if (!kinds.includes('work') && !kinds.includes(null)) return { builder: [], runtime: null, work: [] };
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
  const firstInstall = kinds.indexOf('install');
  // what is done before may be what the installation needs; files are made in both
  const onlyShipped = work.filter(
    (item) => item.index > firstInstall && !commandsIn(script, item).every(movesFiles),
  );
  return {
    builder: removals(script, new Set(onlyShipped.map(({ index }) => index))),
    runtime: `RUN ${shipped.map(text).join(' \\\n    && ')}`,
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
