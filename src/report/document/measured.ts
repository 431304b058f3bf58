import { size } from '../numbers.ts';
import { sentence } from '../sentence.ts';
import { code, counted, list } from './markdown.ts';
import type { Section, SectionFacts } from './facts.ts';

/** Machine, engine and counts. */
export const howItWasMeasured: Section = (facts) => {
  const how =
    facts.document.engine === null
      ? ['Nothing was: no Docker engine was used.']
      : [machine(facts), ...runs(facts), SIZES];
  return list(how);
};

/** The run's notes: what a person should know that is no change. */
export const alsoNoticed: Section = ({ result: { notes } }) =>
  notes.length === 0 ? null : list(notes.map((note) => sentence(note)));

const SIZES =
  'Sizes are the sums of the files in all layers, the same on every engine; times are wall clock times of `docker build` in a copy of the project.';

function machine({ document: { engine, date } }: SectionFacts): string {
  if (engine === null) return '';
  const { version, os, architecture, storageDriver, cpus, memory } = engine;
  const parts = [
    `Docker ${version} on ${os}/${architecture}`,
    ...(storageDriver === '' ? [] : [`storage driver ${storageDriver}`]),
    ...(cpus === null ? [] : [counted(cpus, 'processor')]),
    ...(memory === null
      ? []
      : [`${(memory / 1e9).toFixed(1)} GB of memory (${size(memory)})`.replace(/ \(.*/, '')]),
  ];
  return `On ${date}: ${parts.join(', ')}.`;
}

function runs({ result, after, document }: SectionFacts): string[] {
  if (result.contract.met === null) return [];
  const { times } = result.after.build;
  const kinds = 'cold, with nothing changed, after a source edit and after a dependency edit';
  const job = after.facts.run?.kind === 'job';
  return [
    `The original was run twice, so that what differs from run to run is not held against the result; ${job ? 'output and exit code were compared' : `${counted(result.contract.probes.length, 'request')} ${result.contract.probes.length === 1 ? 'was' : 'were'} compared, and ports, health, start and stop`}.`,
    `Builds were timed ${kinds}, ${times === 1 ? 'once each' : `${times} times each, the median taken`} (${code(`--measure ${document.measure}`)}).`,
  ];
}
