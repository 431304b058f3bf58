import { defineRule, type RuleContext, type Variant } from '../lint/index.ts';
import { SHELL_CHECKS, SYNTAX_FAULTS } from './shell/index.ts';
import { ShellWalk } from './shell/walk.ts';

const faults = Object.entries({
  ...SYNTAX_FAULTS,
  ...Object.assign({}, ...SHELL_CHECKS.map((check) => check.faults)),
} as typeof SYNTAX_FAULTS);

const variants = Object.fromEntries(
  faults.map(([name, { codes, severity, recommended }]): [string, Variant] => [
    name,
    {
      aliases: { hadolint: codes, tally: codes.map((code) => `shellcheck/${code}`) },
      severity,
      recommended: recommended ?? severity !== 'style',
    },
  ]),
);
const codes = [...new Set(faults.flatMap(([, fault]) => fault.codes))].sort();

/** One walk serves all steps that are checked with the same branches. */
const walks = new WeakMap<RuleContext['wants'], ShellWalk>();

function walkFor(wants: RuleContext['wants']): ShellWalk {
  let walk = walks.get(wants);
  if (walk === undefined) walks.set(wants, (walk = new ShellWalk(SHELL_CHECKS, wants)));
  return walk;
}

export const shellLint = defineRule({
  id: 'shell-lint',
  title: 'Sound shell in RUN',
  why: 'A step is a shell script of one line: a missing quote, a command that only bash has or a failure that nobody asks for breaks the build on another base, or worse, lets it succeed with a broken image. The checks are the ones of ShellCheck that matter in RUN, under its numbers.',
  remedy:
    'Quote expansions, join steps with `&&`, and write for the shell that reads them: sh unless SHELL names another. `# hadolint shell=bash` tells the shell of a base whose sh is bash.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: codes, tally: codes.map((code) => `shellcheck/${code}`) },
  variants,
  links: ['https://docs.docker.com/reference/dockerfile/#run', 'https://www.shellcheck.net/wiki/'],

  instructions: {
    RUN(instruction, { report, wants }) {
      const { script } = instruction;
      if (script === null || script.tree === null || instruction.scriptShell === null) return;
      const [error] = script.errors;
      if (error !== undefined) {
        report({
          variant: 'syntax-error',
          at: { start: error.offset, end: Math.min(error.offset + 1, instruction.node.range.end) },
          message: `The shell cannot read this step: ${error.message.replace(/\.$/, '')}.`,
        });
        return;
      }
      walkFor(wants).look(instruction, script.tree, report);
    },
  },

  invalid: [
    { text: "FROM debian:13\nRUN echo 'a && make\n", lines: [2], variants: ['syntax-error'] },
    ...SHELL_CHECKS.flatMap((check) => check.invalid),
  ],
  valid: [
    { text: 'FROM debian:13\nRUN ["echo", "$A"]\n' },
    {
      text: 'FROM mcr.microsoft.com/windows\nSHELL ["powershell", "-Command"]\nRUN Get-Item $a | Out-Null\n',
    },
    ...SHELL_CHECKS.flatMap((check) => check.valid),
  ],
});
