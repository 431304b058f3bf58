import type { ShellCheck } from './check.ts';
import { andOr } from './and-or.ts';
import { assignments } from './assignments.ts';
import { backticks } from './backticks.ts';
import { bashCommands } from './bash-commands.ts';
import { bashExpansions } from './bash-expansions.ts';
import { bashSyntax } from './bash-syntax.ts';
import { catastrophicRm } from './catastrophic-rm.ts';
import { echoes } from './echoes.ts';
import { globs } from './globs.ts';
import { joinedQuotes } from './joined-quotes.ts';
import { loops } from './loops.ts';
import { maskedExitCode } from './masked-exit-code.ts';
import { oldCommands } from './old-commands.ts';
import { pipes } from './pipes.ts';
import { quoting } from './quoting.ts';
import { singleQuotes } from './single-quotes.ts';
import { tests } from './tests.ts';
import { uncheckedCd } from './unchecked-cd.ts';
import { unsetVariable } from './unset-variable.ts';

export { SYNTAX_FAULTS } from './syntax.ts';
export type { ShellCheck, ShellFault, ShellScene } from './check.ts';

/** Every check on the shell in RUN; each a branch, or several, of the rule `shell-lint`. */
export const SHELL_CHECKS: readonly ShellCheck[] = [
  andOr,
  assignments,
  backticks,
  bashCommands,
  bashExpansions,
  bashSyntax,
  catastrophicRm,
  echoes,
  globs,
  joinedQuotes,
  loops,
  maskedExitCode,
  oldCommands,
  pipes,
  quoting,
  singleQuotes,
  tests,
  uncheckedCd,
  unsetVariable,
];
