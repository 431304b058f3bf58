import { isSingleAndSupported } from './propose.mjs';

/** The numbers of the proposals. */
export function summary(records) {
  const read = records.filter(({ refused, crash }) => refused === null && crash === undefined);
  const single = read.filter(isSingleAndSupported);
  const proposed = single.filter(({ changed }) => changed.length > 0);
  const split = single.filter(({ twoStages }) => twoStages.made);
  return {
    'Dockerfiles that could be read': read.length,
    'refused, with a reason': records.filter(({ refused }) => refused !== null).length,
    'in a supported ecosystem': read.filter(({ ecosystem }) => ecosystem !== null).length,
    'single-stage in a supported ecosystem': single.length,
    '… of them with a proposal': proposed.length,
    '… with a proposal for the Dockerfile': single.filter(({ dockerfile: [a, b] }) => a !== b).length,
    '… with a proposal, %': percent(proposed.length, single.length),
    '… with two stages': split.length,
    '… with two stages or a reason, %': percent(
      single.filter(({ twoStages: { made, reason } }) => made || reason !== null).length,
      single.length,
    ),
    'slowest proposal in ms': Math.round(Math.max(0, ...read.map(({ ms }) => ms))),
  };
}

const percent = (part, all) => (all === 0 ? null : Math.round((1000 * part) / all) / 10);

/** How often each came, most often first. */
export function histogram(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).toSorted(([, a], [, b]) => b - a));
}

export const histograms = (records) => {
  const single = records.filter((record) => record.crash === undefined && isSingleAndSupported(record));
  return {
    refused: histogram(records.flatMap(({ refused }) => refused ?? [])),
    'why not two stages': histogram(
      single.flatMap(({ twoStages: { made, reason } }) => (made ? [] : (reason ?? 'no reason'))),
    ),
    changes: histogram(single.flatMap(({ applied }) => applied)),
  };
};
