import { wasAnswered, type BodyComparison, type RecordedAnswer } from './answer.ts';
import { compareBytes, learnBytes, type BinaryExpectation } from './binary.ts';
import { learnJson } from './json-shape.ts';
import { compareJson, parseJson, type JsonExpectation } from './json.ts';
import { compareLines, learnLines, type LinesExpectation } from './lines.ts';
import { compareMetrics, learnMetrics, parseMetrics, type PrometheusExpectation } from './prometheus.ts';

/** What two runs of the original say about every further answer's body. */
export type BodyExpectation =
  | PrometheusExpectation
  | JsonExpectation
  | LinesExpectation
  | BinaryExpectation
  /** the original's own two answers have nothing in common to hold others to */
  | { kind: 'nothing'; reason: string };

const JSON_TYPE = /^(?:application|text)\/(?:.+\+)?json$/;
const METRICS_TYPE = /^(?:text\/plain|application\/openmetrics-text)$/;

/** Learns from the original's two answers to one probe what an equal body is; what differs between them is masked. */
export function learnBody(first: RecordedAnswer, second: RecordedAnswer): BodyExpectation {
  if (!wasAnswered(first) || !wasAnswered(second))
    return { kind: 'nothing', reason: 'the original did not answer in both of its runs' };
  if (first.type !== second.type)
    return { kind: 'nothing', reason: 'the original answered with two different content types' };
  const [a, b] = [first.body, second.body];
  if (typeof a !== 'string' || typeof b !== 'string') return learnBytes(bytesOf(a), bytesOf(b));
  if (METRICS_TYPE.test(first.type ?? '')) {
    const [before, again] = [parseMetrics(a), parseMetrics(b)];
    if (before && again) return learnMetrics(before, again);
  }
  if (JSON_TYPE.test(first.type ?? '')) {
    const [before, again] = [parseJson(a), parseJson(b)];
    if (before !== undefined && again !== undefined) return { kind: 'json', shape: learnJson(before, again) };
  }
  return learnLines(a, b);
}

/** Compares the body of one more answer with what both runs of the original had in common. */
export function compareBody(expected: BodyExpectation, after: RecordedAnswer): BodyComparison {
  if (expected.kind === 'nothing')
    return { equal: true, relaxed: `not compared: ${expected.reason}`, difference: null };
  if (!wasAnswered(after)) return { equal: false, relaxed: null, difference: `no answer: ${after.error}` };
  switch (expected.kind) {
    case 'binary':
      return compareBytes(expected, bytesOf(after.body));
    case 'prometheus':
      return compareMetrics(expected, textOf(after.body));
    case 'json':
      return compareJson(expected, textOf(after.body));
    default:
      return compareLines(expected, textOf(after.body));
  }
}

const bytesOf = (body: string | Uint8Array): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;

const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);
