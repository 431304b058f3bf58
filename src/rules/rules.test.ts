import { describe, expect, it } from 'vitest';
import { exampleFile } from '../lint/example.fixture.ts';
import { Checker, defaultsOf, fixText, type ExampleFile, type Rule } from '../lint/index.ts';
import { rules } from './index.ts';

/** The rule alone, all its branches on. */
function check(rule: Rule, example: ExampleFile, text = example.text) {
  const options = { ...defaultsOf(rule), ...example.options };
  const file = exampleFile(rule, example, text);
  const findings = new Checker([{ rule, variants: null, severity: null, options }]).check(file);
  return { findings, positions: file.facts.positions };
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it('has examples', () => {
    if (rule.appliesTo === 'image') return;
    expect(rule.invalid.length).toBeGreaterThan(0);
    expect(rule.valid.length).toBeGreaterThan(0);
  });

  it.each(rule.invalid.map((example) => [example.text, example] as const))(
    'finds fault with %j',
    (text, example) => {
      const { findings, positions } = check(rule, example);
      expect(findings.map(({ range }) => positions.lineOf(range.start))).toEqual(example.lines);
      const variants = findings.map(({ variant }) => variant);
      expect(variants).toEqual(example.variants ?? variants);
      for (const { variant, message } of findings) {
        expect(Object.keys(rule.variants ?? {}).includes(variant ?? '')).toBe(rule.variants !== undefined);
        expect(message).toMatch(/^[^a-z\s][^]*[.!?]$/);
      }
      const classes = new Set(['safe', 'needs-proof'] as const);
      const fixed = fixText(text, (changed) => check(rule, example, changed).findings, classes);
      expect(fixed).toBe(example.fixed ?? text);
    },
  );

  it.each(rule.valid.map((example) => [example.text, example] as const))(
    'is silent about %j',
    (_text, example) => {
      expect(check(rule, example).findings).toEqual([]);
    },
  );
});
