import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../text.ts';
import { insertAfterItem, parseShell, removeItem, replaceItem, type ShellScript, shellOf } from './index.ts';
import { runInstruction } from './instruction.fixture.ts';

function dockerfile(source: string): ShellScript {
  const script = shellOf(runInstruction(source), source);
  if (script === null) throw new Error('no script');
  return script;
}

function without(script: ShellScript, index: number): string {
  const item = script.list[index];
  return item === undefined ? 'no such element' : applyEdits(script.source, removeItem(script, item));
}

const TRAILING = 'RUN a x && \\\n    # about b\n    b y && \\\n    # about c\n    c z\n';
const LEADING = 'RUN a x \\\r\n && b y \\\r\n && c z\r\n';

describe('removeItem', () => {
  it.each([
    [TRAILING, 0, 'RUN \\\n    # about b\n    b y && \\\n    # about c\n    c z\n'],
    [TRAILING, 1, 'RUN a x && \\\n    # about c\n    c z\n'],
    [TRAILING, 2, 'RUN a x && \\\n    # about b\n    b y\n'],
    [LEADING, 0, 'RUN b y \\\r\n && c z\r\n'],
    [LEADING, 1, 'RUN a x \\\r\n && c z\r\n'],
    [LEADING, 2, 'RUN a x \\\r\n && b y\r\n'],
    ['RUN a; b || c', 1, 'RUN a || c'],
    ['RUN a & b', 1, 'RUN a &'],
    ['RUN a & b', 0, 'RUN b'],
    ['RUN a | \\\n  b && c', 0, 'RUN c'],
  ])('%j without element %i', (source, index, expected) => {
    expect(without(dockerfile(source), index)).toBe(expected);
  });

  it.each([
    ['cat <<A\nx\nA\nb\n', 0, 'b\n'],
    ['cat <<A\nx\nA\nb\n', 1, 'cat <<A\nx\nA\n\n'],
    ['b\ncat <<A && c\nx\nA\nd\n', 1, 'b && c\nd\n'],
  ])('takes here-documents along: %j without element %i', (source, index, expected) => {
    expect(without(parseShell(source), index)).toBe(expected);
  });

  it('leaves the other commands as they were', () => {
    const joint = fc.constantFrom(' && ', '; ', ' || ', ' \\\n && ', ' && \\\n    ');
    const command = fc.constantFrom('a', 'b "x y"', 'c $(d)', 'e | f', '(g; h)');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(joint, command), { minLength: 2, maxLength: 6 }),
        fc.nat(5),
        (parts, nth) => {
          const source =
            'RUN ' + parts.map(([join, text], index) => (index === 0 ? text : join + text)).join('');
          const script = dockerfile(source);
          const index = nth % parts.length;
          const rest = dockerfile(without(script, index));
          expect(rest.complete).toBe(true);
          expect(rest.list.map(({ range }) => rest.source.slice(range.start, range.end))).toEqual(
            parts.filter((_, at) => at !== index).map(([, text]) => text),
          );
        },
      ),
    );
  });
});

describe('replaceItem and insertAfterItem', () => {
  const edited = (source: string, index: number, text: string) => {
    const script = dockerfile(source);
    const item = script.list[index];
    if (item === undefined) throw new Error('no such element');
    return [
      applyEdits(source, replaceItem(script, item, text)),
      applyEdits(source, insertAfterItem(script, item, text)),
    ];
  };

  it.each([
    [
      TRAILING,
      1,
      'RUN a x && \\\n    # about b\n    new && \\\n    # about c\n    c z\n',
      'RUN a x && \\\n    # about b\n    b y && \\\n    new && \\\n    # about c\n    c z\n',
    ],
    [
      LEADING,
      2,
      'RUN a x \\\r\n && b y \\\r\n && new\r\n',
      'RUN a x \\\r\n && b y \\\r\n && c z \\\r\n && new\r\n',
    ],
    ['RUN a', 0, 'RUN new', 'RUN a && new'],
    ['RUN a; b', 0, 'RUN new; b', 'RUN a && new; b'],
    ['RUN a x \\\n   y', 0, 'RUN new', 'RUN a x \\\n   y && new'],
    ['RUN a &', 0, 'RUN new', 'RUN a & new'],
  ])('%j at %i', (source, index, replaced, inserted) => {
    expect(edited(source, index, 'new')).toEqual([replaced, inserted]);
  });
});
