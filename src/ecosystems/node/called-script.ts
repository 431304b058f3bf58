import { nodeCommand, scriptOf, type ShellCommand } from '../../syntax/shell/index.ts';
import { programAt } from '../runners.ts';
import type { Manifest } from './manifest.ts';

/** A script of package.json that a command runs. */
export interface CalledScript {
  script: string;
  /** the project's folder as the command names it; null where it names none */
  folder: string | null;
  /** something is added to the script's own text */
  hasArguments: boolean;
}

/** The script of package.json that a command runs, looked for behind programs that only run another one; else null. */
export function calledScript(command: ShellCommand): CalledScript | null {
  const words = command.words.slice(programAt(command.words.map(({ value, raw }) => value ?? raw)));
  const node = nodeCommand({ ...command, words });
  const script = node === null ? null : scriptOf(node);
  if (node === null || script === null) return null;
  const isRun = /^(run|run-script|rum|urn)$/.test(node.verb);
  return { script, folder: node.folder, hasArguments: node.operands.length > (isRun ? 1 : 0) };
}

/** A script's text; `npm start` without one runs server.js (npm's documentation). */
export const textOfScript = ({ scripts }: Manifest, name: string): string | undefined =>
  scripts[name] ?? (name === 'start' ? 'node server.js' : undefined);
