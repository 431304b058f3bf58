import type {
  InstructionFacts,
  InvalidExample,
  ExampleFile,
  Severity,
  SystemShell,
} from '../../lint/index.ts';
import type { ShellNode, ShellNodeOf, ShellPlace } from '../../syntax/shell/index.ts';
import type { Edit, Range } from '../../syntax/text.ts';
import type { Variables } from './variables.ts';

/** What a check knows while it looks at a node. */
export interface ShellScene {
  place: ShellPlace;
  instruction: InstructionFacts;
  /** the rules of `sh` hold: sh, dash or ash reads the script */
  isPosix: boolean;
  /** what reads a script of `sh`; null where the base's name does not tell */
  system: SystemShell | null;
  /** the shell stops at the first command that fails: `set -e`, or SHELL with `-e` */
  stopsAtErrors: boolean;
  variables: Variables;
  report: (found: {
    at: ShellNode | Range;
    message: string;
    /** where it is one of several that the check tells apart */
    id?: string;
    fix?: (range: Range) => readonly Edit[];
    isSafe?: boolean;
  }) => void;
}

type Visit<Node> = (node: Node, scene: ShellScene) => void;

export type ShellVisits = { readonly [Type in ShellNode['type']]?: Visit<ShellNodeOf<Type>> };

/** One thing that a check finds: ShellCheck's number is how hadolint and others call it. */
export interface ShellFault {
  /** `SC2086` and others that mean the same to a reader */
  codes: readonly string[];
  severity: Severity;
  /** false: only with the preset of a tool that reports it */
  recommended?: boolean;
}

/** One check on the shell in RUN: a branch of `shell-lint`, or several. */
export interface ShellCheck {
  faults: Readonly<Record<string, ShellFault>>;
  visits: ShellVisits;
  invalid: readonly InvalidExample[];
  valid: readonly ExampleFile[];
}

export const defineShellCheck = (check: ShellCheck): ShellCheck => check;

/** A check's example: a RUN of a Debian image, and of an Alpine one where `base` says so. */
export const run = (script: string, base = 'debian:13'): string => `FROM ${base}\nRUN ${script}\n`;

/** An example that is reported once, in the RUN's line. */
export const once = (
  fault: string,
  script: string,
  fixed: string | null = null,
  base = 'debian:13',
): InvalidExample => ({
  text: run(script, base),
  lines: [2],
  variants: [fault],
  ...(fixed === null ? {} : { fixed: run(fixed, base) }),
});
