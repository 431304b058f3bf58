import { dockerfileOf, inContext, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { programsCalled } from './opened-by-packages.ts';
import { composeServiceTexts } from '../model/compose-service.ts';
import { baseName, programsIn } from './runners.ts';
import { parseShell, shellOf, type ShellCommand } from '../syntax/shell/index.ts';
import type { DockerfileTree, Instruction } from '../syntax/dockerfile/index.ts';

/**
 * Programs that the container calls by name when it runs: in the start command, the health check, the entry scripts,
 * the compose service and the source. What is in here must stay in the image.
 */
export function calledPrograms(setup: Setup): Set<string> {
  const called = new Set<string>([...setup.facts.source.commands, ...programsCalled(setup)]);
  const add = (text: string) => {
    for (const { words } of parseShell(text).commands)
      for (const program of programsIn(words.map(({ value }) => value ?? ''))) called.add(program);
  };
  for (const instruction of shippedStage(dockerfileOf(setup))?.instructions ?? []) {
    if (!is(instruction, 'CMD', 'ENTRYPOINT', 'HEALTHCHECK')) continue;
    for (const text of commandTexts(instruction)) add(text);
    for (const script of entryScripts(setup, instruction)) add(script);
  }
  for (const text of composeServiceTexts(setup)) add(text);
  return called;
}

/** The command as shell text: the shell form's own, the exec form's words, and what follows `-c` in it. */
function commandTexts(instruction: Instruction): string[] {
  const command = instruction.inner ?? instruction;
  if (command.json === null) return [command.argument];
  const inner = command.json.flatMap((word, index) => (command.json?.[index - 1] === '-c' ? [word] : []));
  return [command.json.map((word) => JSON.stringify(word)).join(' '), ...inner];
}

/** Texts of scripts of the project that a start command names. */
function entryScripts(setup: Setup, instruction: Instruction): string[] {
  const command = instruction.inner ?? instruction;
  const words = command.json ?? command.argument.split(/\s+/);
  return words.flatMap((word) => {
    const name = baseName(word);
    if (!/\.(sh|bash)$|entrypoint|^start|^run/.test(name)) return [];
    const text = [...setup.files].find(
      ([path]) => path === inContext(setup, name) || path.endsWith(`/${name}`),
    )?.[1];
    return text === undefined ? [] : [text];
  });
}

/** Programs that a RUN calls by name, without folders. */
export function programsOf(tree: DockerfileTree, instruction: Instruction): string[] {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  return (script?.commands ?? []).flatMap(programsOfCommand);
}

export const programOfCommand = ({ name }: ShellCommand): string =>
  name?.slice(name.lastIndexOf('/') + 1) ?? '';

/** The program of a command, and the one that `tar` runs to unpack (by its options or the archive's name). */
export function programsOfCommand(command: ShellCommand): string[] {
  const program = programOfCommand(command);
  if (program !== 'tar') return [program];
  const words = command.words.slice(1).map(({ raw }) => raw.replaceAll(/["']/g, ''));
  const letters = words.filter(
    (word, index) => /^-[A-Za-z]+$/.test(word) || (index === 0 && /^[A-Za-z]+$/.test(word)),
  );
  const asks = (letter: string, option: string, suffix: RegExp) =>
    letters.some((word) => word.includes(letter)) ||
    words.includes(option) ||
    words.some((word) => suffix.test(word));
  return [
    program,
    ...(asks('J', '--xz', /\.t?xz$/) ? ['xz'] : []),
    ...(asks('j', '--bzip2', /\.t?bz2$/) ? ['bzip2'] : []),
  ];
}
