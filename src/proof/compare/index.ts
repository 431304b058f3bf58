export {
  excerpt,
  wasAnswered,
  type BodyComparison,
  type RecordedAnswer,
  type RecordedFailure,
  type RecordedResponse,
} from './answer.ts';
export { compareBody, learnBody, type BodyExpectation } from './body.ts';
export { compareLines, learnLines, type LinesExpectation } from './lines.ts';
