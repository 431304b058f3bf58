import { nodeCommand, parseShell, scriptOf, type ShellCommand } from '../../syntax/shell/index.ts';
import { baseName, programAt } from '../runners.ts';
import type { Step } from './steps.ts';

/** A command of a build: its program by name, then its arguments; null for a script of package.json that is not there. */
export type BuildCommand = [program: string, ...args: string[]] | null;

/** Scripts that call one another; people write two. */
const DEEPEST = 5;

type Scripts = Readonly<Record<string, string>>;

/**
 * What a command comes down to, behind programs that only run another one, and through the scripts of package.json and
 * those that run before and after them.
 */
export function followed(command: ShellCommand, scripts: Scripts, depth = 0): BuildCommand[] {
  const node = nodeCommand(command);
  const script = node === null ? null : scriptOf(node);
  if (node !== null && script !== null) {
    if (scripts[script] !== undefined) return ofScript(script, scripts, depth);
    // `yarn tsc` runs a package's program where there is no script of that name
    const isProgram = node.tool !== 'npm' && node.verb === script;
    return isProgram ? [[script, ...node.operands.map(({ value, raw }) => value ?? raw)]] : [null];
  }
  const words = command.words.map(({ value, raw }) => value ?? raw);
  const [path = '', ...args] = words.slice(programAt(words));
  if (path === '') return [];
  const program = baseName(path);
  if (RUN_SCRIPTS.test(program))
    return namedBy(args, scripts).flatMap((name) => ofScript(name, scripts, depth));
  return [[program, ...args]];
}

/** They run scripts by their names, and by patterns of names: https://github.com/mysticatea/npm-run-all */
const RUN_SCRIPTS = /^(npm-run-all2?|run-s|run-p)$/;

function namedBy(patterns: readonly string[], scripts: Scripts): string[] {
  return patterns
    .filter((pattern) => !pattern.startsWith('-'))
    .flatMap((pattern) => {
      const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
      const wanted = new RegExp(`^${parts.join('[^:]*')}$`);
      return Object.keys(scripts).filter((name) => wanted.test(name));
    });
}

const ofScript = (script: string, scripts: Scripts, depth: number): BuildCommand[] =>
  depth === DEEPEST
    ? [null]
    : [`pre${script}`, script, `post${script}`].flatMap((name) =>
        parseShell(scripts[name] ?? '').commands.flatMap((one) => followed(one, scripts, depth + 1)),
      );

/** The commands of a step's work. */
export const commandsOfStep = (step: Step, scripts: Scripts): BuildCommand[] =>
  step.parts
    .filter(({ role }) => role === 'work')
    .flatMap(({ commands }) => commands)
    .flatMap((command) => followed(command, scripts));
