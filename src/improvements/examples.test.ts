import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { changedFiles } from './example.fixture.ts';
import { improvements } from './index.ts';
import { ORDER } from './order.ts';

const cases = improvements.flatMap((change) =>
  change.examples.map((example) => ({ change, example, label: `${change.id}: ${example.name}` })),
);

describe('examples of the changes', () => {
  it.each(cases)('$label', ({ change, example }) => {
    const setup = setupOf(example.before, example.facts);
    expect(changedFiles(change, setup, example.rung)).toEqual(example.after);
  });

  it.each(cases)('$label, once and for all', ({ change, example }) => {
    const rung = example.rung ?? change.rungs[0];
    const result = change.apply(setupOf(example.before, example.facts), rung);
    const again = result.kind === 'applied' ? changedFiles(change, result.setup, rung) : {};
    expect(again).toEqual({});
  });

  it.each(cases)('$label, with CRLF', ({ change, example }) => {
    const before = Object.entries(example.before).map(([path, text]) => [path, withCrlf(text)]);
    const changed = changedFiles(change, setupOf(Object.fromEntries(before), example.facts), example.rung);
    const edited = Object.entries(changed).filter(([path]) => path in example.before);
    expect(Object.fromEntries(edited)).toEqual(
      Object.fromEntries(edited.map(([path]) => [path, withCrlf(example.after[path] ?? '')])),
    );
  });
});

const withCrlf = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');

describe('the list of changes', () => {
  it('is in the order that is told', () => {
    const places = improvements.map(({ id }) => ORDER.indexOf(id));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
  });

  it('is up to date', () => {
    expect(() =>
      execFileSync('node', ['scripts/index-improvements.mjs', '--check'], { stdio: 'pipe' }),
    ).not.toThrow();
  });
});
