import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DockerfileFacts, Finding, InstructionFacts, Severity } from '../lint/index.ts';
import { envPairs } from '../syntax/dockerfile/index.ts';
import type { ShellTree } from '../syntax/shell/index.ts';
import { runProcess } from './process.ts';

export interface ShellcheckOptions {
  env: NodeJS.ProcessEnv;
  /** the program, where it is not `shellcheck` on the path */
  program?: string;
  signal?: AbortSignal;
}

/** A step's script as ShellCheck gets it. */
interface Script {
  file: DockerfileFacts;
  instruction: InstructionFacts;
  tree: ShellTree;
  /** what stands before the step's own text: the interpreter line and the variables of ENV and ARG */
  preamble: string;
}

/** Scripts that one process reads: below what a command line may hold. */
const BATCH = 400;
/** Per batch; a script takes about 10 ms. */
const TIMEOUT_MS = 120_000;
const MOST_OUTPUT = 256 * 1024 * 1024;
/** Ash is read as dash, which is no fault; sourced files are not there (ShellCheck 2187, 1090, 1091). */
const LEFT_OUT = '2187,1090,1091';
const DIALECTS: Readonly<Record<string, string>> = {
  sh: 'sh',
  bash: 'bash',
  dash: 'dash',
  ash: 'dash',
  ksh: 'ksh',
};

/**
 * What the ShellCheck program says of the RUN steps of Dockerfiles, under the rule `shell-lint` and ShellCheck's own
 * numbers, each at its place in the file. Whoever uses it leaves the rule's own findings out (`withoutOwnShellLint`).
 * @returns null when there is no such program
 */
export async function shellcheck(
  files: readonly DockerfileFacts[],
  options: ShellcheckOptions,
): Promise<Map<DockerfileFacts, Finding[]> | null> {
  const found = new Map<DockerfileFacts, Finding[]>(files.map((file) => [file, []]));
  const scripts = files.flatMap(scriptsOf);
  if (scripts.length === 0) return found;
  const folder = await mkdtemp(join(tmpdir(), 'shipshape-shellcheck-'));
  try {
    for (let at = 0; at < scripts.length; at += BATCH) {
      const comments = await readBatch(scripts.slice(at, at + BATCH), folder, options);
      if (comments === null) return null;
      for (const [script, comment] of comments) found.get(script.file)?.push(findingOf(script, comment));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return found;
}

/** The rule's own checks stand back where ShellCheck itself was asked. */
export const withoutOwnShellLint = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ rule }) => rule !== 'shell-lint');

/** What of ShellCheck's `json1` output is read; lines and columns count from 1, columns in code points. */
interface Comment {
  file: string;
  line: number;
  endLine: number;
  column: number;
  endColumn: number;
  level: Severity;
  code: number;
  message: string;
}

async function readBatch(
  scripts: readonly Script[],
  folder: string,
  { env, program = 'shellcheck', signal }: ShellcheckOptions,
): Promise<[Script, Comment][] | null> {
  const names = scripts.map((_, index) => `${index}.sh`);
  await Promise.all(
    scripts.map(({ preamble, tree }, index) =>
      writeFile(join(folder, names[index] ?? ''), `${preamble}${tree.text}\n`),
    ),
  );
  const args = ['--format=json1', `--exclude=${LEFT_OUT}`, '--norc', ...names];
  const result = await runProcess(program, args, {
    cwd: folder,
    env,
    signal,
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MOST_OUTPUT,
  });
  if (result.startError !== null || result.timedOut || result.aborted) return null;
  const { comments } = JSON.parse(result.stdout === '' ? '{"comments":[]}' : result.stdout) as {
    comments: Comment[];
  };
  return comments.flatMap((comment): [Script, Comment][] => {
    const script = scripts[Number.parseInt(comment.file, 10)];
    return script === undefined ? [] : [[script, comment]];
  });
}

function scriptsOf(file: DockerfileFacts): Script[] {
  return file.instructions.flatMap((instruction): Script[] => {
    const tree = instruction.keyword === 'RUN' ? (instruction.script?.tree ?? null) : null;
    const shell = DIALECTS[instruction.scriptShell ?? ''];
    if (tree === null || shell === undefined) return [];
    const names = variablesAt(instruction).filter((name) => tree.text.includes(name));
    const exports = [...new Set(names)].map((name) => `export ${name}=1\n`).join('');
    return [{ file, instruction, tree, preamble: `#!/bin/${shell}\n${exports}` }];
  });
}

/** Names that ENV, ARG and the builder set before a step. */
function variablesAt({ stage, place }: InstructionFacts): string[] {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
    name,
    name.toLowerCase(),
  ]);
  for (let one = stage; one !== null; one = one.parent)
    for (const { keyword, node, place: at } of one.instructions) {
      if (at.index > place.index) break;
      if (keyword !== 'ENV' && (keyword !== 'ARG' || one !== stage)) continue;
      names.push(...envPairs(node).map(({ name }) => name));
    }
  return names.filter((name) => /^[A-Za-z_]\w*$/.test(name));
}

function findingOf({ tree, preamble, instruction }: Script, comment: Comment): Finding {
  const { code, level, message } = comment;
  const start = offsetOf(tree.text, preamble, comment.line, comment.column);
  const end = offsetOf(tree.text, preamble, comment.endLine, comment.endColumn);
  const range = start === null ? instruction.at : tree.mapping.range(start, Math.max(end ?? start, start));
  return {
    rule: 'shell-lint',
    variant: null,
    ids: { hadolint: [`SC${code}`], tally: [`shellcheck/SC${code}`] },
    severity: level,
    message: message.trim(),
    range,
    fix: null,
  };
}

/** Where a line and column of the whole script are in the step's text; null for the preamble. */
function offsetOf(text: string, preamble: string, line: number, column: number): number | null {
  let left = line - preamble.split('\n').length;
  if (left < 0) return null;
  let at = 0;
  for (; left > 0; left--) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  // a column is a code point, which may be two UTF-16 units
  for (let count = 1; count < column && at < text.length; count++)
    at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1;
  return at;
}
