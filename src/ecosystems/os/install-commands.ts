import type { DockerfileTree, Instruction } from '../../syntax/dockerfile/index.ts';
import { removeInstruction } from '../../syntax/dockerfile/index.ts';
import {
  aptInstall,
  removeItem,
  shellOf,
  type OsPackage,
  type PackageCommand,
  type ShellCommand,
  type ShellScript,
} from '../../syntax/shell/index.ts';
import type { Edit, Range } from '../../syntax/text.ts';
import { DOWNLOAD_TOOLS } from '../downloads/tools.ts';

/** An `apt-get install` or `apk add` within a RUN instruction; ranges are offsets in the Dockerfile. */
export interface InstallCommand {
  instruction: Instruction;
  script: ShellScript;
  command: ShellCommand;
  tool: PackageCommand['tool'];
  packages: OsPackage[];
  flags: string[];
}

/** The package installations of a RUN instruction; none for other instructions and for shell that does not parse. */
export function installCommands(instruction: Instruction, source: string): InstallCommand[] {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, source) : null;
  if (script === null) return [];
  return script.commands.flatMap((command) => {
    const apt = aptInstall(command);
    if (apt === null || (apt.verb !== 'install' && apt.verb !== 'add')) return [];
    return [{ instruction, script, command, tool: apt.tool, packages: apt.packages, flags: apt.flags }];
  });
}

/**
 * Edits that take one package out of an installation; the whole installation when it was the only one.
 * @returns null when it cannot be taken out without touching anything else
 */
export function removePackage(
  tree: DockerfileTree,
  install: InstallCommand,
  entry: { range: Range },
): Edit[] | null {
  if (install.packages.length > 1) return [removeWord(tree, entry.range)];
  const meaningful = install.script.commands.filter((command) => !isHousekeeping(command));
  if (meaningful.length === 1) return removeInstruction(tree, install.instruction);
  const item = install.script.list.find(
    ({ range }) => range.start <= install.command.range.start && install.command.range.end <= range.end,
  );
  return item === undefined ? null : removeItem(install.script, item);
}

/**
 * Takes a word out with the blanks before it; a line that held nothing else goes as a whole, and where it was the last
 * one the line before it is not continued any more.
 */
function removeWord({ source, escape }: DockerfileTree, range: Range): Edit {
  const continued = `[ \\t]*${escape === '\\' ? '\\\\' : escape}[ \\t]*\\r?\\n`;
  const length = (pattern: string, text: string) => new RegExp(pattern).exec(text)?.[0].length ?? 0;
  const head = source.slice(0, range.start);
  const tail = source.slice(range.end);
  const blanks = length('[ \\t]*$', head);
  const startsLine = head[head.length - blanks - 1] === '\n';
  const after = startsLine ? length(`^${continued}`, tail) : 0;
  const endsInstruction = startsLine && /^[ \t]*(\r?\n|$)/.test(tail);
  // a comment on the line above it is on this word: nothing may follow a line that is continued no more
  const before = endsInstruction ? length(`${continued}(?:[ \\t]*#.*\\r?\\n)*[ \\t]*$`, head) : blanks;
  return { range: { start: range.start - before, end: range.end + after }, text: '' };
}

/** `apt-get update`, `apt-get clean`, `rm -rf /var/lib/apt/lists/*`, `set -e`: nothing without an installation. */
export function isHousekeeping(command: ShellCommand): boolean {
  const apt = aptInstall(command);
  if (apt !== null) return ['update', 'clean', 'autoclean', 'autoremove'].includes(apt.verb);
  if (command.name === 'set' || emptiesDownloads(command)) return true;
  return (
    command.name === 'rm' &&
    command.words
      .slice(1)
      .every(
        ({ raw }) =>
          raw.startsWith('-') ||
          /^['"]?\/(var\/(lib\/apt\/lists|cache\/(apt|apk))|(var\/)?tmp\/|etc\/apt\/apt\.conf\.d\/docker-clean$)/.test(
            raw,
          ),
      )
  );
}

/** `npm cache clean`, `rm -rf ~/.cache` (Yarn 1's for root is in /usr/local/share): a language's package manager is cleaned up after. */
const emptiesDownloads = (command: ShellCommand): boolean =>
  DOWNLOAD_TOOLS.some((tool) => tool.cleans(command)) ||
  (command.name === 'rm' &&
    command.words
      .slice(1)
      .every(({ raw }) =>
        /^-|^["']?(~|\$HOME|\$\{HOME\}|\/root|\/home\/\w+|\/usr\/local\/share)["']?\/\.(cache|npm)(\/|["']?$)/.test(
          raw,
        ),
      ));

/** `apt-get update && apt-get install …` and nothing but its own housekeeping. */
export function isPackageStep(instruction: Instruction, source: string): boolean {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, source) : null;
  if (script === null || script.commands.length === 0) return false;
  const installs = installCommands(instruction, source).map(({ command }) => command.range.start);
  return (
    script.commands.every((one) => isHousekeeping(one) || installs.includes(one.range.start)) &&
    !script.commands.every(emptiesDownloads)
  );
}
