import { composeService } from '../model/compose-service.ts';
import type { Setup } from '../model/setup.ts';
import { shellText, splitCommandLine } from '../syntax/shell/index.ts';
import type { Instruction, Stage } from '../syntax/dockerfile/index.ts';
import { lastOf } from '../model/stages.ts';

/** An instruction's command as argv; null when it is shell text that needs a shell. */
export function argvOf(instruction: Instruction | null): string[] | null {
  if (instruction === null) return null;
  if (instruction.json !== null) return instruction.json;
  if (/\$/.test(instruction.argument) || isBrokenList(instruction)) return null;
  return splitCommandLine(instruction.argument);
}

/** Meant as the exec form and no JSON (single quotes, a missing comma): Docker hands it to the shell as it stands. */
export const isBrokenList = ({ json, argument }: Instruction): boolean =>
  json === null && /^\[[^]*\]\s*$/.test(argument) && !argument.startsWith('[[');

/** ENTRYPOINT and CMD as they work together; `argv` is null when a shell has to read part of it. */
export interface StartCommand {
  entrypoint: Instruction | null;
  cmd: Instruction | null;
  argv: string[] | null;
}

export function startCommandOf(stage: Stage): StartCommand {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const cmd = lastOf(stage, 'CMD');
  if (entrypoint === null) return { entrypoint, cmd, argv: argvOf(cmd) };
  const first = argvOf(entrypoint);
  // a shell-form ENTRYPOINT takes no arguments: CMD is ignored
  if (entrypoint.json === null) return { entrypoint, cmd, argv: first };
  const rest = cmd === null ? [] : argvOf(cmd);
  return { entrypoint, cmd, argv: first === null || rest === null ? null : [...first, ...rest] };
}

/** ENTRYPOINT and CMD, or compose's in their place, as one shell text. */
export function startText(setup: Setup, stage: Stage): string {
  const service = composeService(setup);
  const ownEntrypoint = lastOf(stage, 'ENTRYPOINT');
  const entrypoint = service?.entrypoint ?? textOf(ownEntrypoint);
  // another entrypoint takes the image's command away, and one in shell form does not look at it
  const takesNone = service?.entrypoint != null || ownEntrypoint?.json === null;
  const ofImage = takesNone ? null : textOf(lastOf(stage, 'CMD'));
  const command = service?.command ?? ofImage;
  return [entrypoint, command]
    .flatMap((one) => (one === null || one.length === 0 ? [] : [textIn(one)]))
    .join(' ');
}

const textOf = (instruction: { json: string[] | null; argument: string } | null): string | string[] | null =>
  instruction === null ? null : (instruction.json ?? instruction.argument);

const textIn = (command: string | string[]): string =>
  typeof command === 'string' ? command : shellText(command);

/** The exec form, spaced as people write it. */
export const execForm = (argv: readonly string[]): string =>
  `[${argv.map((word) => JSON.stringify(word)).join(', ')}]`;

/** Init programs by the names that they are started under. */
const INITS =
  /(^|\/)(dumb-init|tini|tini-static|catatonit|s6-svscan|init|my_init|docker-init|supervisord|runit|runsvdir)$/;

/** Whether a command starts with a program that reaps and forwards signals. */
export const startsWithInit = (argv: readonly string[] | null): boolean => INITS.test(argv?.[0] ?? '');

/** An init of those that start whatever stands behind them, and its options. */
export const isOnlyInit = ([program = '', ...options]: readonly string[]): boolean =>
  /(^|\/)(dumb-init|tini(-static)?|catatonit|docker-init)$/.test(program) &&
  options.every((word) => word.startsWith('-'));
