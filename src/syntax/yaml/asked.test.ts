import { describe, expect, it } from 'vitest';
import { applyEdits, type Edit } from '../text.ts';
import { isPlainText, parseYaml } from './index.ts';

const applied = (text: string, edits: readonly Edit[] | null): string | null =>
  edits === null ? null : applyEdits(text, edits);

describe('edits of a text that was read once', () => {
  const text = 'a:\r\n  b: 1 # one\r\n  # two\r\n  c: 2\r\nshared: &s\r\n  x: 1\r\nother: *s\r\n';

  it('set and take out, and keep the rest', () => {
    const yaml = parseYaml(text);
    expect(applied(text, yaml.setEdits(['a', 'd'], [3]))).toBe(
      text.replace('  c: 2\r\n', '  c: 2\r\n  d:\r\n    - 3\r\n'),
    );
    expect(applied(text, yaml.deleteEdits(['a', 'b']))).toBe(text.replace('  b: 1 # one\r\n', ''));
  });

  it('leave alone what other places share', () => {
    const yaml = parseYaml(text);
    expect(yaml.setEdits(['shared', 'x'], 2)).toBeNull();
    expect(yaml.setEdits(['other', 'x'], 2)).toBeNull();
    expect(yaml.deleteEdits(['shared'])).toBeNull();
  });

  it('bring entries into another order, comments with them, empty lines in place', () => {
    const list = '# all\n\n# of b\nb: 1\n  # deeper\n\na: 2 # of a\n# end\n';
    expect(applied(list, parseYaml(list).orderEdits([], [1, 0]))).toBe(
      '# all\n\na: 2 # of a\n\n# of b\nb: 1\n  # deeper\n# end\n',
    );
    const open = '- b\n- a';
    expect(applied(open, parseYaml(open).orderEdits([], [1, 0]))).toBe('- a\n- b');
  });

  it.each(['a: &x 1\nb: *x\n', '{b: 1, a: 2}\n'])('do not reorder %j', (source) => {
    expect(parseYaml(source).orderEdits([], [1, 0])).toBeNull();
  });
});

describe('isPlainText', () => {
  it.each(['./data:/data', 'data:/data:ro', '${HOME}:/x', 'a b'])('takes %j', (text) => {
    expect(isPlainText(text)).toBe(true);
  });
  it.each(['*x:/a', '{a}', 'a #b', 'a: b', '1', 'true', '', ' a', 'a:', '~', '- a', '@a', '"a"'])(
    'leaves the quotes of %j',
    (text) => {
      expect(isPlainText(text)).toBe(false);
    },
  );
});

describe('values with aliases', () => {
  it('are read in time that grows with the text', () => {
    const many = Array.from({ length: 2000 }, (_, index) => `s${index}:\n  <<: *a\n  own: ${index}\n`).join(
      '',
    );
    const yaml = parseYaml(`x: &a { image: b }\n${many}`);
    expect(yaml.errors).toEqual([]);
    expect(yaml.get(['s1999'])).toEqual({ image: 'b', own: 1999 });
  });

  it('an own key wins over a merged one, wherever it stands', () => {
    const yaml = parseYaml('a: &a {x: 1, y: 1}\nb: {x: 2, <<: *a, y: 2}\n');
    expect(yaml.get(['b'])).toEqual({ x: 2, y: 2 });
  });

  it('a key of the prototype is a key', () => {
    const yaml = parseYaml('__proto__: {polluted: 1}\nconstructor: 2\n');
    expect(yaml.get(['constructor'])).toBe(2);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('nesting without end is told, not thrown', () => {
    expect(parseYaml('['.repeat(100_000)).errors.length).toBeGreaterThan(0);
  });
});
