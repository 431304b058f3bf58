import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };

/** The commands; what one needs is loaded when it is called. */
const program = new Command('shipshape')
  .description('Makes container setups smaller, safer and quicker to build, and proves that they still work.')
  .version(manifest.version)
  .showHelpAfterError('(see --help)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const collect = (value: string, previous: string[]): string[] => [...previous, value];

program
  .command('improve')
  .description('improve the setups of a folder, prove it, and show the numbers (or the patch)')
  .argument('[dir]', "the project's folder", '.')
  .option('--file <file>', 'the Dockerfile')
  .option('--service <name>', 'the compose service')
  .option('--write', 'write the changed files')
  .option('--force', 'write over uncommitted changes')
  .option('--report <file>', 'write the report to this file, also without --write')
  .option('--patch', 'print the unified patch instead of the table')
  .option('--json', 'print one JSON object instead of the table')
  .option('--probe <probe>', "what to ask, such as 'GET /health 200' (may be repeated)", collect, [])
  .option('--env-file <file>', 'environment for the runs')
  .option('--build-arg <name=value>', 'as for docker build (may be repeated)', collect, [])
  .option('--secret <secret>', 'as for docker build (may be repeated)', collect, [])
  .option('--target <stage>', 'the stage to build')
  .option('--platform <platform>', 'the platform to build for')
  .option('--no-engine', 'work from the files alone')
  .option('--offline', 'ask no registry')
  .option('--unproven', 'accept a proposal that was not proved, where there is no engine')
  .option('--require-proof', 'exit with 1 when the result was not proved')
  .option('--pin <how>', 'how bases are pinned: tag, digest or both', 'tag')
  .option('--compose-version <version>', "keep or add the compose file's obsolete version key, for old tools")
  .option(
    '--measure <how>',
    'quick: one build of each kind; full: medians of three, and compressed sizes',
    'quick',
  )
  .option('--timeout <seconds>', 'limit for one build, and for the program to answer', Number)
  .action(async (dir: string, flags: Record<string, unknown>) => {
    const { runImprove } = await import('./improve.ts');
    process.exitCode = await runImprove(dir, flags);
  });

await program.parseAsync();
