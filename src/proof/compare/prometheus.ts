import { excerpt, type BodyComparison } from './answer.ts';
import { isVolatile } from './volatile.ts';

/** One metric as the Prometheus text format (exposition format 0.0.4) shows it. */
export interface MetricFamily {
  name: string;
  /** `counter`, `gauge`, …; `untyped` when no TYPE line says */
  type: string;
  /** the sets of label names of its samples, each sorted and joined; empty when it has no sample yet */
  labelSets: string[];
}

export interface ExpectedFamily {
  name: string;
  /** null when the runs did not agree on it */
  type: string | null;
  /** the sets of label names that any run showed; empty when there was no sample to see them on */
  labelSets: string[];
  /** every run had a sample without labels, so it does not hang on who was asked what */
  plain: boolean;
}

export interface PrometheusExpectation {
  kind: 'prometheus';
  /** the metrics that every run had */
  families: ExpectedFamily[];
}

const SAMPLE =
  /^([a-zA-Z_:][\w:]*)(?:[ \t]*\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}[ \t]*|[ \t]+)(\S+)(?:[ \t]+-?\d+(?:\.\d+)?)?(?:[ \t]+#.*)?$/;
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"(?:[^"\\]|\\.)*"\s*(?:,|$)/y;
const VALUE = /^[+-]?(?:nan|inf(?:inity)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;
const SUFFIX = /_(?:bucket|sum|count|total|created|info|gsum|gcount)$/;

/**
 * The metrics of a text in Prometheus's exposition format, or null when it is none: every line must be a comment or a
 * sample, and at least one a TYPE line.
 */
export function parseMetrics(text: string): MetricFamily[] | null {
  const families = new Map<string, { type: string; labelSets: Set<string> }>();
  const family = (name: string) => {
    const found = families.get(name) ?? { type: 'untyped', labelSets: new Set<string>() };
    families.set(name, found);
    return found;
  };
  let typed = false;
  for (const line of text.split(/\r?\n/)) {
    const type = /^# TYPE (\S+) (\S+)\s*$/.exec(line);
    if (type) {
      typed = true;
      family(type[1] as string).type = type[2] as string;
      continue;
    }
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, labels, value] = SAMPLE.exec(line) ?? [];
    const names = labelNames(labels ?? '');
    if (name === undefined || value === undefined || names === null || !VALUE.test(value)) return null;
    const stem = name.replace(SUFFIX, '');
    family(!families.has(name) && families.has(stem) ? stem : name).labelSets.add(names.sort().join(','));
  }
  if (!typed) return null;
  return [...families].map(([name, { type, labelSets }]) => ({
    name,
    type,
    labelSets: [...labelSets].sort(),
  }));
}

/** Learns which metrics every answer had, of which type and with which labels. */
export function learnMetrics(first: MetricFamily[], ...others: MetricFamily[][]): PrometheusExpectation {
  const families = first.flatMap((family): ExpectedFamily[] => {
    const found = others.flatMap((other) => other.find(({ name }) => name === family.name) ?? []);
    if (found.length < others.length) return [];
    const all = [family, ...found];
    return [
      {
        name: family.name,
        type: found.every(({ type }) => type === family.type) ? family.type : null,
        labelSets: [...new Set(all.flatMap(({ labelSets }) => labelSets))].sort(),
        plain: all.every(({ labelSets }) => labelSets.includes('')),
      },
    ];
  });
  return { kind: 'prometheus', families };
}

/**
 * Compares by metric names, types and label names. Values move with time, and label values with which worker answered
 * which probe (a labelled metric may even have no sample yet), so neither is compared.
 */
export function compareMetrics({ families }: PrometheusExpectation, text: string): BodyComparison {
  const relaxed = 'compared by metric names, types and label names, not by values';
  const after = parseMetrics(text);
  const found = new Map(after?.map((family) => [family.name, family]));
  const difference =
    after === null
      ? 'the answer is not in Prometheus text format any more'
      : (families.map((family) => familyDifference(family, found.get(family.name))).find(Boolean) ?? null);
  return { equal: difference === null, relaxed, difference };
}

function familyDifference(expected: ExpectedFamily, found: MetricFamily | undefined): string | null {
  if (found === undefined) return `the metric ${excerpt(expected.name)} is missing`;
  if (expected.type !== null && expected.type !== found.type)
    return `the metric ${expected.name} was a ${expected.type} and is a ${found.type}`;
  if (expected.plain && !found.labelSets.includes(''))
    return `the metric ${expected.name} has no sample without labels any more`;
  if (expected.labelSets.length === 0) return null;
  const unknown = found.labelSets.find((labels) => !expected.labelSets.includes(labels));
  return unknown === undefined
    ? null
    : `the metric ${expected.name} had the labels {${expected.labelSets.join('} {')}} and has {${unknown}}`;
}

/** Label names without the volatile ones; null when the text between the braces is no list of labels. */
function labelNames(text: string): string[] | null {
  const names: string[] = [];
  LABEL.lastIndex = 0;
  let end = 0;
  for (let match = LABEL.exec(text); match !== null && match[0] !== ''; match = LABEL.exec(text)) {
    names.push(match[1] as string);
    end = LABEL.lastIndex;
  }
  return text.slice(end).trim() === '' ? names.filter((name) => !isVolatile(name)) : null;
}
