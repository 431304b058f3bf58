import type { Setup } from '../../model/setup.ts';
import { dockerfileOf } from '../../model/setup.ts';
import type { Stage } from '../../syntax/dockerfile/index.ts';
import type { SplitRung } from '../ecosystem.ts';
import { runtimePackages } from '../runtime-needs.ts';
import { installCommands } from './install-commands.ts';
import { installLine, packageManagerOf } from './install-line.ts';

export interface ShippedPackages {
  /** a RUN that installs what ships, lines joined by `\n`; empty when nothing is needed */
  install: string;
  /** packages that stay behind in the builder */
  left: string[];
  evidence: string[];
}

/**
 * The OS packages of a single stage that what ships needs when these steps (indexes of instructions) wrote its files.
 * @param keep those that are kept whatever is known of them
 * @param more those that the original got along with others
 * @returns a sentence when it cannot be told
 */
export function shippedPackages(
  setup: Setup,
  stage: Stage,
  steps: readonly number[],
  rung: SplitRung,
  { keep = [], more = [] }: { keep?: readonly string[]; more?: readonly string[] } = {},
): ShippedPackages | string {
  const { source } = dockerfileOf(setup);
  const installs = stage.instructions.flatMap((one) => installCommands(one, source));
  const named = installs.flatMap(({ packages }) => packages);
  if (named.some(({ name }) => name === null)) return 'the list of OS packages comes from a variable';
  const names = named.flatMap(({ name }) => name ?? []);
  const needs = runtimePackages(setup, names, steps, rung, keep);
  if (needs === null)
    return 'which libraries the packages need at run time can only be observed on an engine';
  // versions stay as they were written
  const written = new Map(named.map(({ name, range }) => [name, source.slice(range.start, range.end)]));
  const wantsRecommended = installs.every(({ flags }) => !flags.includes('--no-install-recommends'));
  const shipped = [...new Set([...needs.packages, ...more])];
  const install =
    shipped.length === 0
      ? ''
      : installLine(
          packageManagerOf(setup),
          shipped.map((name) => written.get(name) ?? name),
          { recommends: rung === 'all-packages' && wantsRecommended },
        );
  return { install, left: needs.left, evidence: needs.evidence };
}
