import type { Command } from 'commander';
import type { RunOptions } from '../run-options.ts';

/** For options that may be repeated. */
export const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** What of the command line concerns builds and runs, as commander gives it. */
export interface RunFlags extends Omit<
  RunOptions,
  'probes' | 'buildArgs' | 'secrets' | 'signal' | 'onProgress'
> {
  probe?: string[];
  buildArg?: string[];
  secret?: string[];
  json?: boolean;
}

/** Which setup of a project is meant. */
export const withSetupFlags = (command: Command): Command =>
  command.option('--file <file>', 'the Dockerfile').option('--service <name>', 'the compose service');

/** What is asked of a program that runs. */
export const withProbeFlags = (command: Command): Command =>
  command.option('--probe <probe>', "what to ask, such as 'GET /health 200' (may be repeated)", collect);

/** How images are built and containers run. */
export const withBuildFlags = (command: Command): Command =>
  command
    .option('--json', 'print one JSON object instead of the table')
    .option('--env-file <file>', 'environment for the runs')
    .option('--build-arg <name=value>', 'as for docker build (may be repeated)', collect)
    .option('--secret <secret>', 'as for docker build (may be repeated)', collect)
    .option('--target <stage>', 'the stage to build')
    .option('--platform <platform>', 'the platform to build for')
    .option('--offline', 'ask no registry')
    .option(
      '--measure <how>',
      'quick: one build of each kind; full: medians of three, and compressed sizes',
      'quick',
    )
    .option('--timeout <seconds>', 'limit for one build, and for the program to answer', Number);

/** The flags under the names that the library has for them. */
export function runOptions<Given extends RunFlags>({ probe, buildArg, secret, ...rest }: Given) {
  return { ...rest, probes: probe ?? [], buildArgs: buildArg ?? [], secrets: secret ?? [] };
}
