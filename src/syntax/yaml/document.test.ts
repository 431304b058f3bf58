import { describe, expect, it } from 'vitest';
import { parseYaml } from './index.ts';

describe('parseYaml', () => {
  it('resolves merges and aliases', () => {
    const yaml = parseYaml('a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: [*a]\n');
    expect(yaml.get(['b'])).toEqual({ x: 1, y: 3 });
    expect(yaml.get(['c', 0, 'x'])).toBe(1);
    expect([yaml.has(['b', 'x']), yaml.has(['b', 'z']), yaml.has([])]).toEqual([true, false, true]);
    expect(yaml.get(['b', 'x', 'deeper'])).toBeUndefined();
  });

  it('reads YAML 1.2 core values', () => {
    expect(parseYaml('a: no\nb: 22:22\nc: 0o17\nd: 1e3\ne: ~\nf: true\n').get([])).toEqual({
      a: 'no',
      b: '22:22',
      c: 15,
      d: 1000,
      e: null,
      f: true,
    });
  });

  it("knows compose's tags", () => {
    const yaml = parseYaml('a: !reset null\nb: !override [1]\nc: !override\n  d: 1\n');
    expect(yaml.errors).toEqual([]);
    expect(yaml.get([])).toEqual({ a: null, b: [1], c: { d: 1 } });
  });

  it.each([
    ['a: 1\na: 2\n', 2, 1],
    ['a:\n\tb: 1\n', 2, 1],
    ['a: *x\n', 1, 4],
  ])('tells where %j is wrong', (text, line, column) => {
    expect(parseYaml(text).errors[0]).toMatchObject({ line, column });
  });

  it('stops at an alias bomb', () => {
    const level = (name: string, of: string) =>
      `${name}: &${name} [${Array.from({ length: 20 }, () => `*${of}`).join(', ')}]\n`;
    const yaml = parseYaml(
      `a: &a [1]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}`,
    );
    expect(yaml.errors).toHaveLength(1);
    expect(yaml.get(['a'])).toBeUndefined();
  });

  it('tells where keys and values are written', () => {
    const text = 'a: &a\n  b: "x" # c\nd: *a\ne:\n  <<: *a\n';
    const at = (...path: string[]) => {
      const range = parseYaml(text).rangeOf(path);
      return range && [range.key, range.value].map((part) => part && text.slice(part.start, part.end));
    };
    expect(at('a', 'b')).toEqual(['b', '"x"']);
    expect(at('d')).toEqual(['d', '*a']);
    expect(at('d', 'b')).toBeNull();
    expect(at('e', 'b')).toBeNull();
  });

  it('reads the document that is asked for', () => {
    expect(parseYaml('a: 1\n---\na: 2\n', 1).get(['a'])).toBe(2);
    expect(parseYaml('').get([])).toBeNull();
  });
});
