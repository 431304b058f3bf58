import { readMarker } from './heredoc.ts';
import type { Instruction, SyntaxProblem } from './tree.ts';
import { refusal } from './variables.ts';

/** The instructions into whose words BuildKit puts variables. */
const EXPANDED = new Set('ADD ARG COPY ENV EXPOSE FROM LABEL STOPSIGNAL USER VOLUME WORKDIR'.split(' '));
const PAIRS = new Set(['ARG', 'ENV', 'LABEL']);

/** Words that BuildKit cannot put variables into: an open quote, a substitution that is none. */
export function expansionProblems({ keyword, words, json, escape }: Instruction): SyntaxProblem[] {
  if (!EXPANDED.has(keyword)) return [];
  const isPairs = PAIRS.has(keyword) && (keyword === 'ARG' || words[0]?.raw.includes('=') === true);
  const problems: SyntaxProblem[] = [];
  for (const { raw, value, range } of words) {
    const text = json === null ? raw : value;
    const isHeredoc = (keyword === 'COPY' || keyword === 'ADD') && readMarker(text) !== null;
    const equals = isPairs ? text.indexOf('=') : -1;
    const parts = equals === -1 ? [text] : [text.slice(0, equals), text.slice(equals + 1)];
    const message = isHeredoc
      ? undefined
      : parts.map((part) => refusal(part, escape)).find((each) => each !== null);
    if (typeof message === 'string') problems.push({ code: 'bad-argument', message, range });
  }
  return problems;
}
