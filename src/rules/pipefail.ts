import { defineRule, type InstructionFacts, type StageFacts } from '../lint/index.ts';
import { insertBefore } from '../syntax/dockerfile/index.ts';
import { walkShell, type ShellNode, type ShellNodeOf, type ShellTree } from '../syntax/shell/index.ts';
import type { Range } from '../syntax/text.ts';
import { nameOf } from './shell/words.ts';

export const pipefail = defineRule({
  id: 'pipefail',
  title: 'A pipe fails when one of its commands fails',
  why: 'The exit code of a pipe is the one of its last command. `curl … | tar x` with a broken download may succeed, and the build goes on with half of the files.',
  remedy:
    'Set a shell with pipefail before the step: `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`, on Alpine `SHELL ["/bin/ash", "-eo", "pipefail", "-c"]`; or save the output to a file first.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL4006'], kics: ['efbf148a-67e9-42d2-ac47-02fa1c0d0b22'] },
  variants: {
    'hidden-failure': { aliases: { hadolint: ['DL4006'], kics: ['efbf148a-67e9-42d2-ac47-02fa1c0d0b22'] } },
    // the commands before the last cannot fail, or are meant to be cut off
    'harmless-pipe': {
      aliases: { hadolint: ['DL4006'], kics: ['efbf148a-67e9-42d2-ac47-02fa1c0d0b22'] },
      recommended: false,
    },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],

  stage(stage, { report }) {
    let offersFix = true;
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'SHELL') offersFix = true;
      if (instruction.keyword !== 'RUN' || hasPipefail(instruction)) continue;
      const tree = instruction.script?.tree ?? null;
      const pipe = tree === null || !tree.text.includes('|') ? null : pipeOf(tree);
      if (pipe === null) continue;
      const shell = offersFix && !instruction.place.isTrigger ? shellFor(instruction, stage) : null;
      if (pipe.program !== null) offersFix = false;
      report({
        at: pipe.at,
        variant: pipe.program === null ? 'harmless-pipe' : 'hidden-failure',
        message:
          pipe.program === null
            ? 'The pipe tells only whether its last command fails; set a shell with pipefail if the ones before can fail too.'
            : `If ${pipe.program} fails, the pipe still succeeds and the build goes on; set a shell with pipefail before this step.`,
        ...(shell === null || pipe.program === null
          ? {}
          : { fix: () => insertBefore(instruction.place.tree, instruction.node, `SHELL ${shell}`) }),
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN curl -fsSL https://x.dev/a.tgz | tar xz\nRUN curl -fsSL https://x.dev/b.tgz | tar xz\n',
      lines: [2, 3],
      variants: ['hidden-failure', 'hidden-failure'],
      fixed:
        'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://x.dev/a.tgz | tar xz\nRUN curl -fsSL https://x.dev/b.tgz | tar xz\n',
    },
    {
      text: 'FROM alpine:3.22\nRUN wget -O - https://x.dev/a.tgz | tar xz\n',
      lines: [2],
      fixed:
        'FROM alpine:3.22\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN wget -O - https://x.dev/a.tgz | tar xz\n',
    },
    { text: 'FROM debian:13\nRUN echo "a b" | wc -w\n', lines: [2], variants: ['harmless-pipe'] },
    {
      text: 'FROM debian:13\nRUN if apk info | grep -q libx; then make; fi\n',
      lines: [2],
      variants: ['harmless-pipe'],
    },
    { text: 'FROM acme/base\nRUN wget -O - https://x.dev/a.tgz \\\n  | tar xz\n', lines: [3] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN set -o pipefail && curl https://x.dev/a.tgz | tar xz\n' },
    {
      text: 'FROM debian:13\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN curl https://x.dev/a.tgz | tar xz\n',
    },
    { text: 'FROM debian:13\nRUN grep "a|b" /etc/hosts || true\n' },
    { text: 'FROM debian:13\nRUN <<EOF\n#!/bin/bash -eo pipefail\ncurl https://x.dev/a.tgz | tar xz\nEOF\n' },
  ],
});

/** The program that a pipe hides, and where; `program` is null where none of them can fail. */
interface PipeFound {
  at: Range;
  program: string | null;
}

function pipeOf(tree: ShellTree): PipeFound | null {
  let first: PipeFound | null = null;
  let setsPipefail = false;
  walkShell(tree, (node, place) => {
    if (
      node.type === 'Command' &&
      nameOf(node) === 'set' &&
      node.args.some(({ text }) => text === 'pipefail')
    )
      setsPipefail = true;
    if (node.type !== 'Pipeline' || node.commands.length < 2 || setsPipefail || first?.program != null)
      return;
    const [head] = node.commands;
    const bar = place.text.indexOf('|', head?.end ?? 0);
    const at = place.range({ pos: bar, end: bar + 1 });
    const program = isAskedFor(place.parents) ? null : hiddenProgram(node);
    if (first === null || program !== null) first = { at, program };
  });
  return first;
}

/** Print what they are given, or run until nobody listens. */
const CANNOT_FAIL = /^(?:echo|printf|yes|true|:|env|date|id|whoami|uname|pwd|nproc|seq|dpkg|ldconfig|sleep)$/;

function hiddenProgram({ commands }: ShellNodeOf<'Pipeline'>): string | null {
  for (const command of commands.slice(0, -1)) {
    if (command.type !== 'Command') return 'a command before the last';
    const name = nameOf(command);
    if (name === null || !CANNOT_FAIL.test(name))
      return name === null ? 'a command before the last' : `\`${name}\``;
  }
  return null;
}

/** In a condition the pipe's last command is the question. */
function isAskedFor(parents: readonly ShellNode[]): boolean {
  return parents.some((node, index) => {
    const child = parents[index + 1];
    return (node.type === 'If' || node.type === 'Elif' || node.type === 'While') && child === node.clause;
  });
}

function hasPipefail(instruction: InstructionFacts): boolean {
  const { place, stage } = instruction;
  const shell = instruction.shellName;
  if (shell === null || instruction.scriptShell === null) return true;
  if (/^#!.*pipefail/.test(instruction.script?.text ?? '')) return true;
  const hasOption = place.shell.includes('pipefail') || place.shell.some((word) => /\bpipefail\b/.test(word));
  if (!hasOption) return false;
  const sh = stage?.systemShell ?? null;
  return shell !== 'dash' && (shell !== 'sh' || sh === 'ash' || sh === 'bash');
}

/** A SHELL that does what the one here does, and more; null where it is not known what there is. */
function shellFor({ place, shellName }: InstructionFacts, { systemShell }: StageFacts): string | null {
  const words = place.shell;
  const text = (list: readonly string[]): string =>
    `[${list.map((word) => JSON.stringify(word)).join(', ')}]`;
  if (shellName !== 'sh' && shellName !== 'dash')
    return words.at(-1) === '-c' ? text([...words.slice(0, -1), '-o', 'pipefail', '-c']) : null;
  if (words.length > 2) return null;
  if (systemShell === 'ash') return text(['/bin/ash', '-eo', 'pipefail', '-c']);
  return systemShell === null ? null : text(['/bin/bash', '-o', 'pipefail', '-c']);
}
