import type { Setup } from '../../model/setup.ts';
import type { Stage } from '../../syntax/dockerfile/index.ts';
import { parseShell, shellText, splitCommandLine } from '../../syntax/shell/index.ts';
import { absoluteIn } from '../source-copy.ts';
import { calledScript, textOfScript } from './called-script.ts';
import { manifestIn } from './image-manifest.ts';
import { isPackageProgram, npmLock } from './lock.ts';

/** An argument list in which a package manager runs a script, and the one plain command behind it. */
export type PlainScript = { argv: string[]; script: string } | { reason: string };

/** Words in front of a package manager that hand over to it as it stands. */
const IN_FRONT = /(^|\/)(dumb-init|tini|catatonit|docker-entrypoint\.sh|--|-\w+)$/;
/** They set variables, which a script's own text must not lose. */
const SETS_VARIABLES = /^(env|cross-env|cross-env-shell|dotenv|dotenvx|env-cmd)$/;

/**
 * What `npm start` and its like come down to, in the words of an exec form.
 * @returns null when it is no package manager that is started; a reason when it cannot be put plainly
 */
export function plainScript(setup: Setup, stage: Stage, argv: readonly string[]): PlainScript | null {
  const at = argv.findIndex((word) => /(^|\/)(npm|yarn|pnpm)$/.test(word));
  if (at < 0 || !argv.slice(0, at).every((word) => IN_FRONT.test(word))) return null;
  const resolved = resolve(setup, stage, argv.slice(at), 0);
  return resolved === null || 'reason' in resolved
    ? resolved
    : { ...resolved, argv: [...argv.slice(0, at), ...resolved.argv] };
}

function resolve(setup: Setup, stage: Stage, words: readonly string[], depth: number): PlainScript | null {
  const [command] = parseShell(shellText(words)).commands;
  const run = command === undefined ? null : calledScript(command);
  if (run === null) return null;
  const name = `\`${words.join(' ')}\``;
  if (run.folder !== null) return { reason: `${name} runs in another folder` };
  if (run.hasArguments) return { reason: `${name} gives arguments to its script` };
  const manifest = manifestIn(setup, stage, absoluteIn(stage, null, '.'));
  if (manifest === null) return { reason: 'its package.json was not found' };
  if (
    manifest.scripts[`pre${run.script}`] !== undefined ||
    manifest.scripts[`post${run.script}`] !== undefined
  )
    return { reason: `${name} runs more before or after its script` };
  const text = textOfScript(manifest, run.script);
  if (text === undefined) return { reason: `package.json has no script ${run.script}` };
  const argv = splitCommandLine(text);
  const [program = ''] = argv ?? [];
  if (argv === null || SETS_VARIABLES.test(program))
    return { reason: `the script ${run.script} is more than one plain command` };
  const inner = depth < 5 ? resolve(setup, stage, argv, depth + 1) : null;
  if (inner !== null) return inner;
  const reads = setup.facts.source.variables.find((one) =>
    /^npm_(package|config|lifecycle)_/i.test(one.name),
  );
  if (reads !== undefined) return { reason: `the program reads ${reads.name}, which ${words[0]} sets` };
  const lock = npmLock(setup, manifest);
  const called = setup.facts.source.commands.find((one) => isPackageProgram(manifest, lock, one));
  if (called !== undefined)
    return { reason: `the program calls ${called}, which ${words[0]} puts on its path` };
  if (program.includes('/') || !isPackageProgram(manifest, lock, program)) return { argv, script: text };
  if (manifest.hasLocalPackages) return { reason: `where ${program} lies depends on the workspace` };
  return { argv: [`node_modules/.bin/${program}`, ...argv.slice(1)], script: text };
}
