import {
  languageCallOf,
  osCallOf,
  type Checks,
  type LanguageCall,
  type OsCall,
  type RuleContext,
} from '../../lint/index.ts';
import { LANGUAGE_PROGRAMS, OS_PACKAGE_PROGRAMS } from '../../syntax/shell/index.ts';

/** Visits every command of a distribution's package manager. */
export const onOsCalls = (
  visit: (call: OsCall, context: RuleContext) => void,
): NonNullable<Checks['commands']> =>
  Object.fromEntries(
    OS_PACKAGE_PROGRAMS.map((name) => [
      name,
      (command, context) => {
        const call = osCallOf(command);
        if (call !== null) visit(call, context);
      },
    ]),
  );

/** Visits every command of a language's package manager. */
export const onLanguageCalls = (
  visit: (call: LanguageCall, context: RuleContext) => void,
): NonNullable<Checks['commands']> =>
  Object.fromEntries(
    LANGUAGE_PROGRAMS.map((name) => [
      name,
      (command, context) => {
        const call = languageCallOf(command);
        if (call !== null) visit(call, context);
      },
    ]),
  );

/** From the program to its verb: where to tell what is wrong with a call. */
export const placeOfCall = ({
  command,
  verbWord,
}: OsCall | LanguageCall): { start: number; end: number } => ({
  start: (command.word ?? command.shell).range.start,
  end: (verbWord ?? command.word ?? command.shell).range.end,
});

/** `curl, git and 3 others` */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  const others = names.length - shown.length;
  if (others > 0) return `${shown.join(', ')} and ${others === 1 ? 'one other' : `${String(others)} others`}`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
