import type { DockerfileTree, Instruction } from '../syntax/dockerfile/index.ts';
import { replaceInstruction } from '../syntax/dockerfile/index.ts';
import { splitCommandLine } from '../syntax/shell/index.ts';
import type { Edit } from '../syntax/text.ts';
import { handedOver, shellCall } from './hand-over.ts';
import { execForm } from './start-command.ts';

/** The exec form of an instruction in shell form; none where its shell has more to do than to start one program. */
export function fromShellForm(tree: DockerfileTree, instruction: Instruction): Edit[] {
  if (instruction.json !== null || instruction.argument === '') return [];
  const text = withSingleBlanks(instruction.argument);
  const plain = plainWords(text);
  const handed = handedOver(text);
  const argv = plain ?? (handed === null ? null : ['sh', '-c', handed]);
  return argv === null
    ? []
    : replaceInstruction(tree, instruction, `${instruction.keyword} ${execForm(argv)}`);
}

/**
 * What `["sh", "-c", "…"]` is better written as: without the shell where it starts one plain command, and the list is not
 * given to somebody who may look at it; else with the process handed over.
 */
export function withinExecForm(tree: DockerfileTree, instruction: Instruction, mayUnwrap: boolean): Edit[] {
  const { json, words } = instruction;
  const call = json === null ? null : shellCall(json);
  if (json === null || call === null) return [];
  const text = json[call.text] ?? '';
  const handed = handedOver(text);
  if (handed === text) return [];
  const plain = call.isPlain && mayUnwrap ? plainWords(text) : null;
  if (plain !== null) {
    const argv = [...json.slice(0, call.shell), ...plain];
    return replaceInstruction(tree, instruction, `${instruction.keyword} ${execForm(argv)}`);
  }
  const word = words[call.text];
  return handed === null || word === undefined ? [] : [{ range: word.range, text: JSON.stringify(handed) }];
}

const plainWords = (text: string): string[] | null => (/[$`~]/.test(text) ? null : splitCommandLine(text));

/** Blanks of lines that are continued; those within quotes stay. */
const withSingleBlanks = (text: string): string =>
  text.replaceAll(/(\\.|"(?:\\.|[^"\\])*"|'[^']*')|\s+/g, (_, quoted: string | undefined) => quoted ?? ' ');
