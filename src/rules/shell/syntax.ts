import type { ShellFault } from './check.ts';

/** The script is not shell: told by the rule itself, since there may be no tree to go through. */
export const SYNTAX_FAULTS: Readonly<Record<string, ShellFault>> = {
  'syntax-error': {
    codes: ['SC1072', 'SC1073', 'SC1009', 'SC1088', 'SC1056', 'SC1036', 'SC1064', 'SC1050'],
    severity: 'error',
  },
};
