import type { Setup } from '../model/setup.ts';
import { is } from '../model/stages.ts';
import { envPairs, expandVariables, type Instruction, type Stage } from '../syntax/dockerfile/index.ts';

/** What official images have on PATH where the base's own is not known. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The variables that an instruction of a stage sees: those of the base, where it was observed, and those that ENV and
 * ARG set before it. Build arguments have the defaults of the file.
 */
export function variablesAt(setup: Setup, stage: Stage, instruction: Instruction): Map<string, string> {
  const variables = new Map<string, string>([
    ['PATH', PATH],
    ...Object.entries(setup.facts.image?.base.env ?? {}),
  ]);
  for (const one of stage.instructions) {
    if (one === instruction) break;
    if (!is(one, 'ENV', 'ARG')) continue;
    // all pairs of one instruction see the values before it
    const pairs = envPairs(one).map(({ name, raw }) => ({
      name,
      value: raw === null ? null : expandVariables(raw, variables, one.escape),
    }));
    for (const { name, value } of pairs) if (value !== null) variables.set(name, value);
  }
  return variables;
}
