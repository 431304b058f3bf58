import type { Command, InstructionFacts, StageFacts } from '../../lint/index.ts';
import { userCommand, type UserCommand } from '../../syntax/shell/index.ts';

/** Whether what USER says is root, by name or by number. */
export const isRoot = (user: string): boolean => /^(?:root|0+)(?::|$)/.test(user.trim());

/** What a USER says, variables put in; null when one of them is not known. */
export const userOf = (instruction: InstructionFacts): string | null =>
  instruction.valueOf(instruction.node.argument);

/** Longer chains are not followed, so that the time grows with the file and not its square. */
const DEEPEST = 50;

/** A stage and those that it starts from, the lowest first. */
export function chainOf(stage: StageFacts): StageFacts[] {
  const chain: StageFacts[] = [];
  for (let one: StageFacts | null = stage; one !== null && chain.length < DEEPEST; one = one.parent)
    chain.push(one);
  return chain.reverse();
}

/** A command that makes a user or a group. */
export interface AccountCommand {
  command: Command;
  account: UserCommand;
}

/** The users and groups that a stage makes, those of the stages below it too, in order. */
export function accountsIn(stage: StageFacts): AccountCommand[] {
  return chainOf(stage).flatMap(({ instructions }) =>
    instructions
      .filter(({ keyword }) => keyword === 'RUN')
      .flatMap(({ commands }) =>
        commands.flatMap((command) => {
          const account = userCommand(command.shell);
          return account === null ? [] : [{ command, account }];
        }),
      ),
  );
}

/** A user, not a group: `adduser NAME GROUP` makes none either. */
export const makesUser = ({ verb, groups }: UserCommand): boolean =>
  verb === 'useradd' || (verb === 'adduser' && groups.length === 0);

/** Programs that give root up before they start another. */
const DROPPING = new Set(['gosu', 'su-exec', 'suexec', 'setpriv', 'chpst', 's6-setuidgid', 'runuser', 'su']);
export const dropsRoot = (program: string): boolean => DROPPING.has(program);
