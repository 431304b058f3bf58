import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkDockerfile, detectEngine, type Engine } from '../../src/engine/index.ts';
import { exampleFile } from '../../src/lint/example.fixture.ts';
import { Checker, defaultsOf, DockerfileFacts, heard, rulesOf, type Chosen } from '../../src/lint/index.ts';
import { rules } from '../../src/rules/index.ts';
import { CHECK_CASES, type CheckCase } from './check-cases.ts';
import { describeWithEngine } from './engine.ts';

/** On only with `# check=experimental=all`. */
const EXPERIMENTAL = new Set(['copy-ignored-file', 'definition-description']);

describeWithEngine('shipshape check --preset buildkit beside docker build --check', () => {
  let engine: Engine;

  beforeAll(async () => {
    const found = await detectEngine();
    if (found.kind === 'none') throw new Error(found.reason);
    engine = found.engine;
  });

  describe.each(Object.entries(CHECK_CASES))('%s', (name, cases) => {
    const isExperimental = name === 'CopyIgnoredFile' || name === 'InvalidDefinitionDescription';

    it.each(cases.map((one) => [JSON.stringify(one.text), one] as const))('%s', async (_, one) => {
      const given = isExperimental ? { ...one, text: `# check=experimental=all\n${one.text}` } : one;
      const theirs = await byBuildKit(engine, given);
      const ours = byShipshape(given, isExperimental);
      // BuildKit looks no further than what it refuses
      const comparable = theirs.error === null ? ours : ours.filter((each) => theirs.found.includes(each));
      expect({ isRefused: theirs.error !== null, told: comparable }).toEqual({
        isRefused: one.isRefused === true,
        told: theirs.found,
      });
    });

    it('has cases on both sides', async () => {
      if (!/^[A-Z]/.test(name)) return;
      const fires = cases.map((one) =>
        byShipshape(one, isExperimental).some((each) => each.endsWith(` ${name}`)),
      );
      expect(new Set(fires)).toEqual(new Set([true, false]));
    });
  });
});

/** `line rule` of every warning, in order. */
async function byBuildKit(
  engine: Engine,
  { text, ignore, target }: CheckCase,
): Promise<{ found: string[]; error: string | null }> {
  const context = await mkdtemp(join(tmpdir(), 'shipshape-parity-'));
  try {
    const dockerfile = join(context, 'Dockerfile');
    await writeFile(dockerfile, text);
    if (ignore !== undefined) await writeFile(join(context, '.dockerignore'), ignore);
    const told = await checkDockerfile(engine, { context, dockerfile, target });
    return {
      found: told.warnings.map(({ line, rule }) => `${line} ${rule}`).sort(),
      error: told.error ?? told.unresolvable,
    };
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

function byShipshape({ text, ignore, target }: CheckCase, withExperimental: boolean): string[] {
  const chosen = [...rulesOf('buildkit', rules), ...(withExperimental ? experimental() : [])];
  const files = ignore === undefined ? {} : { '.dockerignore': ignore };
  const example = exampleFile({ appliesTo: 'dockerfile' }, { text, files });
  if (example.kind !== 'dockerfile') throw new Error('no Dockerfile');
  const { path, source, around } = example.facts;
  const facts = new DockerfileFacts({ path, source, around, target: target ?? null });
  const file = { kind: 'dockerfile', facts } as const;
  return heard(file, new Checker(chosen).check(file))
    .flatMap(({ ids, range }) =>
      (ids.buildkit ?? []).map((id) => `${facts.positions.lineOf(range.start)} ${id}`),
    )
    .sort();
}

const experimental = (): Chosen[] =>
  rules
    .filter(({ id }) => EXPERIMENTAL.has(id))
    .map((rule) => ({ rule, variants: null, severity: null, options: defaultsOf(rule) }));
