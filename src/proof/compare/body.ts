import { wasAnswered, type BodyComparison, type RecordedAnswer } from './answer.ts';
import { compareBytes, learnBytes, type BinaryExpectation } from './binary.ts';
import { learnJson } from './json-shape.ts';
import { compareJson, parseJson, type JsonExpectation } from './json.ts';
import { compareLines, learnLines, type LinesExpectation } from './lines.ts';
import { compareMetrics, learnMetrics, parseMetrics, type PrometheusExpectation } from './prometheus.ts';

/** What the runs of the original say about every further answer's body. */
export type BodyExpectation =
  | PrometheusExpectation
  | JsonExpectation
  | LinesExpectation
  | BinaryExpectation
  /** the original's own answers have nothing in common to hold others to */
  | { kind: 'nothing'; reason: string };

const JSON_TYPE = /^(?:application|text)\/(?:.+\+)?json$/;
const METRICS_TYPE = /^(?:text\/plain|application\/openmetrics-text)$/;

/** Learns from the original's answers to one probe what an equal body is; what differs between them is masked. */
export function learnBody(
  first: RecordedAnswer,
  second: RecordedAnswer,
  ...more: readonly RecordedAnswer[]
): BodyExpectation {
  const answers = [first, second, ...more].filter(wasAnswered);
  if (!wasAnswered(first) || answers.length < more.length + 2)
    return { kind: 'nothing', reason: 'the original did not answer in every one of its runs' };
  if (answers.some(({ type }) => type !== first.type))
    return { kind: 'nothing', reason: 'the original answered with different content types' };
  const bodies = answers.map(({ body }) => body);
  const [text, ...texts] = bodies.filter((body) => typeof body === 'string');
  if (text === undefined || texts.length < bodies.length - 1) {
    const [bytes, ...others] = bodies.map(bytesOf) as [Uint8Array, ...Uint8Array[]];
    return learnBytes(bytes, ...others);
  }
  if (METRICS_TYPE.test(first.type ?? '')) {
    const [metrics, ...others] = allOf([text, ...texts], (body) => parseMetrics(body) ?? undefined);
    if (metrics !== undefined) return learnMetrics(metrics, ...others);
  }
  if (JSON_TYPE.test(first.type ?? '')) {
    const [value, ...others] = allOf([text, ...texts], parseJson);
    if (value !== undefined) return { kind: 'json', shape: learnJson(value, ...others) };
  }
  return learnLines(text, ...texts);
}

/** What is read of all texts; nothing when one of them cannot be read so. */
function allOf<T>(texts: readonly string[], read: (text: string) => T | undefined): T[] {
  const found = texts.map(read).filter((one) => one !== undefined);
  return found.length < texts.length ? [] : found;
}

/** Compares the body of one more answer with what all runs of the original had in common. */
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
