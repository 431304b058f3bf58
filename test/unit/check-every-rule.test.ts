import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import type { AppliesTo } from '../../src/lint/index.ts';
import { folderWith } from '../../src/project/folder.fixture.ts';
import { rules } from '../../src/rules/index.ts';

const NAMES: Record<AppliesTo, string> = {
  dockerfile: 'Dockerfile',
  compose: 'compose.yaml',
  dockerignore: '.dockerignore',
  env: '.env',
  image: '',
};
const ROOT = new URL('../../', import.meta.url).pathname;

// images are looked into by test/engine/check-image.test.ts
describe.each(rules.filter(({ appliesTo }) => appliesTo !== 'image').map((rule) => [rule.id, rule] as const))(
  '%s',
  (id, rule) => {
    it('tells of its examples in a folder of their own', async () => {
      const plain = rule.invalid.find((one) => one.options === undefined && !('image' in one));
      const example = plain ?? rule.invalid[0];
      if (example === undefined) throw new Error('there is no example');
      const path = example.path ?? NAMES[rule.appliesTo];
      const asked = Object.entries(example.options ?? {});
      const config = {
        'shipshape.yaml': JSON.stringify({ check: { rules: { [id]: Object.fromEntries(asked) } } }),
      };
      const files = { ...example.files, [path]: example.text, ...(asked.length > 0 ? config : {}) };
      const result = await check([path], { cwd: folderWith(files), rules: [id] });
      const lines = result.files.flatMap(({ findings }) => findings.map(({ line }) => line));
      // branches that only other tools want are off
      const wanted = Object.values(rule.variants ?? {}).some(({ recommended }) => recommended === false)
        ? example.lines.filter((line) => lines.includes(line))
        : example.lines;
      expect(lines.length).toBeGreaterThan(0);
      expect([...new Set(lines)]).toEqual([...new Set(wanted)]);
    });

    it('has a page', () => expect(existsSync(`${ROOT}docs/rules/${id}.md`)).toBe(true));
  },
);

it('there are no pages of rules that are not', () => {
  const pages = readdirSync(`${ROOT}docs/rules`).filter((name) => name !== 'README.md');
  expect(pages.toSorted()).toEqual(rules.map(({ id }) => `${id}.md`).toSorted());
});
