import { defineRule, type InstructionFacts } from '../lint/index.ts';
import type { ShellCommand } from '../syntax/shell/index.ts';
import { stopsAtErrors } from './shell/stops-at-errors.ts';

export const heredocIgnoresErrors = defineRule({
  id: 'heredoc-ignores-errors',
  title: 'A script in a here-document stops at errors',
  why: 'The lines of `RUN <<EOF` are run one after another whatever happens to each; only the last one decides whether the step succeeds. A failed download or test goes unseen.',
  remedy: 'Begin the script with `set -e`, or set a SHELL with `-e`.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/reference/dockerfile/#here-documents'],

  instructions: {
    RUN(instruction, { report }) {
      const { script, node } = instruction;
      const [heredoc] = node.heredocs;
      if (heredoc === undefined || script === null || script.tree === null || !script.complete) return;
      if (!/^<<-?\s*\S+$/.test(node.argument.trim()) || instruction.scriptShell === null) return;
      const ignored = firstIgnored(instruction);
      if (ignored === null || stopsAtErrors(instruction, script.tree)) return;
      report({
        at: ignored.range,
        message: `If ${ignored.name === null ? 'this' : `\`${ignored.name}\``} fails, the script goes on, for only its last line decides; begin it with \`set -e\`.`,
        fix: () => {
          const { source } = instruction.place;
          const { start } = heredoc.bodyRange;
          const body = source.slice(start, heredoc.bodyRange.end);
          const at = start + (/^\s*#![^\n]*\n/.exec(body)?.[0].length ?? 0);
          const indent = /^[ \t]*/.exec(source.slice(at))?.[0] ?? '';
          const text = `${indent}set -e${source.slice(start - 2, start) === '\r\n' ? '\r\n' : '\n'}`;
          return [{ range: { start: at, end: at }, text }];
        },
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN <<EOF\napt-get update\napt-get install -y git\nEOF\n',
      lines: [3],
      fixed: 'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y git\nEOF\n',
    },
    {
      text: 'FROM debian:13\nRUN <<-EOF\n\t#!/bin/bash\n\tmake; make test\n\techo done\nEOF\n',
      lines: [4],
      fixed: 'FROM debian:13\nRUN <<-EOF\n\t#!/bin/bash\n\tset -e\n\tmake; make test\n\techo done\nEOF\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN <<EOF\nset -eux\napt-get update\napt-get install -y git\nEOF\n' },
    { text: 'FROM debian:13\nRUN <<EOF\napt-get update && apt-get install -y git\nEOF\n' },
    { text: 'FROM debian:13\nRUN <<EOF\n# comment\necho start\nmake || exit 1\nmake test\nEOF\n' },
    { text: 'FROM debian:13\nSHELL ["/bin/bash", "-ec"]\nRUN <<EOF\nmake\nmake test\nEOF\n' },
    { text: 'FROM python:3.13\nRUN <<EOF\n#!/usr/bin/env python\nimport os\nprint(os.name)\nEOF\n' },
    { text: 'FROM debian:13\nRUN cat <<EOF > /etc/motd\nhello\nthere\nEOF\n' },
  ],
});

const CANNOT_FAIL = new Set([
  'echo',
  'printf',
  'true',
  ':',
  'export',
  'set',
  'shopt',
  'umask',
  'alias',
  'unset',
]);

/** The first command whose failure nothing asks for and that is not the last. */
function firstIgnored({ script }: InstructionFacts): ShellCommand | null {
  const { list = [], commands = [] } = script ?? {};
  const ofItem: ShellCommand[][] = list.map(() => []);
  for (const command of commands) ofItem[command.topLevelIndex]?.push(command);
  for (const { index, connector } of list) {
    const next = list[index + 1];
    if (next === undefined || (next.connector !== '\n' && next.connector !== ';')) continue;
    const inside = ofItem[index] ?? [];
    if (connector === '||' && endsScript(inside[0]?.name)) continue;
    const able = inside.find(
      ({ name, words }) => words.length > 0 && (name === null || !CANNOT_FAIL.has(name)),
    );
    if (able !== undefined && !able.context.includes('function')) return able;
  }
  return null;
}

const endsScript = (name: string | null | undefined): boolean =>
  name === 'exit' || name === 'return' || name === 'true' || name === ':' || name === 'false';
