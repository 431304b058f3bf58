import type { DockerfileTree, Stage } from '../../syntax/dockerfile/index.ts';
import { dominantEol } from '../../syntax/text.ts';
import { chunkText, firstFrom, freeStageName, isSourceCopy, leadOf, withoutLead } from '../stage-text.ts';
import { fillingEdits, linesBefore, type EnvironmentForm } from './fill-environment.ts';
import type { PlacedInstall } from './pip-places.ts';
import type { Sorted } from './sort-steps.ts';

/** What a stage is taken apart into. */
export interface Parts extends Sorted {
  /** the installations whose packages ship */
  installs: PlacedInstall[];
  /** what an editable installation was seen to write among the source */
  besides: string[];
}

/** The stage that fills the environment: the original's own lines up to the last installation. */
export function buildingStage(
  tree: DockerfileTree,
  stage: Stage,
  parts: Parts,
  form: EnvironmentForm,
): string {
  const { builder, runtime, installs, edits } = parts;
  const eol = dominantEol(tree.source);
  const moved = installs.filter(({ folder }) => folder === null);
  const body = builder.map((instruction) => {
    const own = moved.filter((one) => one.instruction === instruction);
    const first = instruction === moved[0]?.instruction ? moved[0] : null;
    const chunk = chunkText(tree, instruction, [
      ...fillingEdits(tree, own, first, form),
      ...(edits.get(instruction) ?? []),
    ]);
    // the comments of a source copy go with what ships, others stay
    if (isSourceCopy(instruction) && runtime.includes(instruction)) return withoutLead(chunk);
    const lead = leadOf(chunk);
    const before = first === null ? [] : linesBefore(tree, first, form).map((line) => `${line}${eol}`);
    return `${lead}${before.join('')}${chunk.slice(lead.length)}`;
  });
  return firstFrom(tree, stage, builderName(stage)) + body.join('');
}

export const builderName = (stage: Stage): string => freeStageName(stage, 'builder', 'dependencies');
