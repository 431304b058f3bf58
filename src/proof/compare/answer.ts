/** What a probe was answered. A secret that was sent must not come back here: the recorder takes it out. */
export interface RecordedResponse {
  status: number;
  /** the content type without its parameters, lower case; null when there was none */
  type: string | null;
  headers: Readonly<Record<string, string>>;
  /** text where the content type says text, else the bytes */
  body: string | Uint8Array;
}

export interface RecordedFailure {
  /** why there was no answer at all */
  error: string;
}

export type RecordedAnswer = RecordedResponse | RecordedFailure;

export const wasAnswered = (answer: RecordedAnswer): answer is RecordedResponse => 'status' in answer;

/** What came of comparing one body with what is expected of it. */
export interface BodyComparison {
  equal: boolean;
  /** how the comparison was weaker than "the same bytes"; null when it was not */
  relaxed: string | null;
  /** the first thing that differs; null when nothing does */
  difference: string | null;
}

const LONGEST_EXCERPT = 160;

/** One line of a text for a message: control characters and what is too long taken out. */
export function excerpt(text: string): string {
  const line = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return line.length <= LONGEST_EXCERPT ? line : `${line.slice(0, LONGEST_EXCERPT - 1)}…`;
}
