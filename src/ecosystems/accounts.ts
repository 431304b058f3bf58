import type { Instruction } from '../syntax/dockerfile/index.ts';
import { chownCommand, shellOf, userCommand } from '../syntax/shell/index.ts';

/** A RUN that only makes users and groups, or changes owners: it concerns the shipped stage alone. */
export function isAccountStep(instruction: Instruction, source: string): boolean {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, source) : null;
  if (script === null || script.commands.length === 0) return false;
  const about = script.commands.filter((one) => userCommand(one) !== null || chownCommand(one) !== null);
  return (
    about.length > 0 &&
    script.commands.every((one) => about.includes(one) || /^(mkdir|chmod|usermod)$/.test(one.name ?? ''))
  );
}
