import { argvOf } from '../../ecosystems/start-command.ts';
import { chainOf } from '../accounts/user.ts';
import type { InstructionFacts, StageFacts } from '../../lint/index.ts';

/** How an image starts, as far as the file tells. */
export interface Start {
  entrypoint: InstructionFacts | null;
  cmd: InstructionFacts | null;
  /** the argument list; null when a shell has to read part of it, or when nothing is said */
  argv: readonly string[] | null;
}

/** ENTRYPOINT and CMD as they hold in a stage's image: an ENTRYPOINT takes back the CMD of the stages below it. */
export function startOf(stage: StageFacts): Start {
  let entrypoint: InstructionFacts | null = null;
  let cmd: InstructionFacts | null = null;
  for (const one of chainOf(stage)) {
    const ownEntrypoint = one.own('ENTRYPOINT');
    if (ownEntrypoint !== null) {
      entrypoint = ownEntrypoint;
      cmd = null;
    }
    cmd = one.own('CMD') ?? cmd;
  }
  if (entrypoint === null) return { entrypoint, cmd, argv: cmd === null ? null : argvOf(cmd.node) };
  const first = argvOf(entrypoint.node);
  if (entrypoint.node.json === null || cmd === null) return { entrypoint, cmd, argv: first };
  const rest = argvOf(cmd.node);
  return { entrypoint, cmd, argv: first === null || rest === null ? null : [...first, ...rest] };
}
