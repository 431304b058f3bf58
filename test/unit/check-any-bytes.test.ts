import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../../src/check-one.ts';
import { Checker, fixText, heard, rulesOf, type CheckedFile, type FixClass } from '../../src/lint/index.ts';
import { textOf } from '../../src/project/check/source-text.ts';
import { rules } from '../../src/rules/index.ts';

const checker = new Checker(rulesOf('strict', rules));
const ALL: ReadonlySet<FixClass> = new Set(['safe', 'needs-proof']);
const KINDS = ['Dockerfile', 'compose.yaml', '.dockerignore', '.env'];

function look(path: string, text: string) {
  const file: CheckedFile = fileOf(path, text);
  return { facts: file.facts, findings: heard(file, checker.check(file)) };
}

/** Findings have places in the text, and mending them crashes as little as finding them. */
function survives(path: string, text: string): void {
  const { facts, findings } = look(path, text);
  for (const { range, message, fix } of findings) {
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeGreaterThanOrEqual(range.start);
    expect(range.end).toBeLessThanOrEqual(text.length);
    expect(facts.positions.at(range.start).column).toBeGreaterThan(0);
    expect(message).not.toBe('');
    for (const edit of fix?.edits ?? []) expect(edit.range.end).toBeLessThanOrEqual(text.length);
  }
  fixText(text, (changed) => look(path, changed).findings, ALL);
}

const word = fc.constantFrom(
  ...`FROM RUN COPY ADD ENV ARG USER CMD ENTRYPOINT HEALTHCHECK ONBUILD SHELL LABEL VOLUME EXPOSE STOPSIGNAL WORKDIR
  debian:13 AS a --from=a --mount=type=cache,target=/x --platform=$A apt-get install -y curl | sudo cd && ; || <<EOF EOF
  \\ \\\\ \` " ' $( \${ ) } [ ] { } $A # # hadolint ignore=DL3008 # check=skip=all set -o pipefail : - services: image: &a
  *a <<: ports: volumes: ! ** * ? !x A=b`.split(/\s+/),
);
const blank = fc.constantFrom(
  ' ',
  ' ',
  '\n',
  '\n',
  '\r\n',
  '\\\n',
  '\t',
  '  ',
  '\n  ',
  '\n    ',
  '\u0000',
  '\uFEFF',
  '😀',
  '\uD800',
);
const likeOne = fc.array(fc.tuple(word, blank), { maxLength: 60 }).map((parts) => parts.flat().join(''));

describe.each(KINDS)('%s', (path) => {
  it('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const kind of ['dockerfile', 'compose'] as const) {
          const read = textOf(Buffer.from(bytes), kind);
          if ('text' in read) survives(path, read.text);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('what almost is one', () => {
    fc.assert(
      fc.property(likeOne, (text) => survives(path, text)),
      { numRuns: 300 },
    );
  });

  it('is read once: twice the same text finds the same', () => {
    fc.assert(
      fc.property(likeOne, (text) => {
        const told = (): string[] =>
          look(path, text).findings.map(({ rule, range }) => `${rule} ${range.start}`);
        expect(told()).toEqual(told());
      }),
      { numRuns: 50 },
    );
  });
});

// The work grows with the size: what would take its square does not end before the test's time is over.
describe('hostile files of a megabyte', () => {
  const many = (text: string, size = 1_000_000): string => text.repeat(Math.ceil(size / text.length));

  it.each([
    ['Dockerfile', 'open substitutions', `FROM a\nRUN ${many('$(')}\n`],
    ['Dockerfile', 'brackets', `FROM a\nRUN ${many('(')}x${many(')')}\n`],
    ['Dockerfile', 'quotes', `FROM a\nRUN ${many(`"'`)}\n`],
    ['Dockerfile', 'continuations', `FROM a\nRUN ${many('\\\n')}x\n`],
    ['Dockerfile', 'comments that silence', `${many('# hadolint ignore=DL3008\n')}FROM a\nRUN sudo x\n`],
    ['Dockerfile', 'one word', `FROM a\nENV A=${many('x')}\n`],
    ['Dockerfile', 'a label set again and again', `FROM a\nLABEL ${many('a=b ', 300_000)}\n`],
    ['Dockerfile', 'a variable that grows', `FROM a\n${many('ENV A=$A:x\n')}`],
    ['Dockerfile', 'no sense', many(`\u0001[{"'$(\\`)],
    ['compose.yaml', 'brackets', `a: ${many('[')}`],
    [
      'compose.yaml',
      'aliases of aliases',
      `a0: &a0 [x]\n${Array.from({ length: 3000 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`).join('')}`,
    ],
    ['.dockerignore', 'patterns', many('**/a*b*c*d*\n!x\n', 100_000)],
    ['.env', 'lines', many('A=b\n')],
  ])('%s: %s', (path, _, text) => {
    expect(Array.isArray(look(path, text).findings)).toBe(true);
  });
});
