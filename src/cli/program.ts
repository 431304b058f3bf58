import { Command } from 'commander';
import { BUDGETS } from '../model/budget.ts';
import { collect, withBuildFlags, withProbeFlags, withSetupFlags } from './run-flags.ts';
import manifest from '../../package.json' with { type: 'json' };

/** The commands that build and run; what one needs is loaded when it is called. */
const program = new Command('shipshape')
  .description('Makes container setups smaller, safer and quicker to build, and proves that they still work.')
  .version(manifest.version)
  .showHelpAfterError('(see --help)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const improve = program
  .command('improve')
  .description('improve the setups of a folder, prove it, and show the numbers (or the patch)')
  .argument('[dir]', "the project's folder", '.');
withBuildFlags(withProbeFlags(withSetupFlags(improve)))
  .option('--write', 'write the changed files')
  .option('--force', 'write over uncommitted changes')
  .option('--report <file>', 'write the report to this file, also without --write')
  .option('--patch', 'print the unified patch instead of the table')
  .option('--no-engine', 'work from the files alone')
  .option('--unproven', 'accept a proposal that was not proved, where there is no engine')
  .option('--require-proof', 'exit with 1 when the result was not proved')
  .option('--fresh', 'build and run anew, even if nothing has changed since the last time')
  .option('--pin <how>', 'how bases are pinned: tag, digest or both', 'tag')
  .option('--compose-version <version>', "keep or add the compose file's obsolete version key, for old tools")
  .action(async (dir: string, flags: Record<string, unknown>) => {
    const { runImprove } = await import('./improve.ts');
    process.exitCode = await runImprove(dir, flags);
  });

const SUBJECTS = `
Each of them is one of
  a folder       the project in it, as it is
  a Dockerfile   in the place of the project's own
  a git revision HEAD~1, a branch, a tag, a commit: what was committed
  an image       that the engine has; nothing is pulled
A path comes before a revision, a revision before an image; folder:, dockerfile:, git: and image: say which.`;

const prove = program
  .command('prove')
  .description('prove a change: does it still build, start, answer, stop and write as before?')
  .argument('[dir]', "the project's folder", '.')
  .option('--before <what>', 'what it was before (default: HEAD, in a git repository)')
  .option('--after <what>', "what it is now (default: the project's folder)");
withBuildFlags(withProbeFlags(withSetupFlags(prove)))
  .addHelpText('after', SUBJECTS)
  .addHelpText(
    'after',
    '\nExit status: 0 met; 1 not met, or one does not build or run; 2 wrong usage; 130 after Ctrl-C.',
  )
  .action(async (dir: string, flags: Record<string, unknown>) => {
    const { runProve } = await import('./prove.ts');
    process.exitCode = await runProve(dir, flags);
  });

const measure = program
  .command('measure')
  .description('measure one image or folder, or two side by side: size, layers, waste, packages, builds')
  .argument('<target>', 'what to measure')
  .argument('[other]', 'what to measure beside it');
withBuildFlags(withSetupFlags(measure))
  .option(
    '--budget <name=limit>',
    'exit with 1 when it is over, such as size=150MB (may be repeated)',
    collect,
  )
  .addHelpText('after', SUBJECTS)
  .addHelpText('after', () => `\nBudgets:\n${budgetHelp()}`)
  .addHelpText(
    'after',
    '\nExit status: 0 measured, budgets kept; 1 one is over, or does not build; 2 wrong usage; 130 after Ctrl-C.',
  )
  .action(async (target: string, other: string | undefined, flags: Record<string, unknown>) => {
    const { runMeasure } = await import('./measure.ts');
    process.exitCode = await runMeasure(target, other, flags);
  });

const budgetHelp = (): string =>
  Object.entries(BUDGETS)
    .map(([name, { what }]) => `  ${name.padEnd(22)} ${what}`)
    .join('\n');

// `check` and `explain` read their own command lines, without commander: see main.ts
program
  .command('check')
  .argument('[paths...]')
  .description('find what is wrong with Dockerfiles, compose, ignore and env files; mend it');
program
  .command('explain')
  .argument('<rule>')
  .description("tell why a rule is there, by our or another tool's id for it");

await program.parseAsync();
