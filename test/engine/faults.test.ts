import { afterAll, beforeAll, expect, it } from 'vitest';
import { improvements } from '../../src/improvements/index.ts';
import { improve, type Change, type SetupResult } from '../../src/index.ts';
import { applied } from '../../src/model/change.ts';
import { dockerfileOf, withDockerfile } from '../../src/model/setup.ts';
import { lastOf, shippedStage } from '../../src/model/stages.ts';
import { insertBefore, replaceInstruction, type Instruction } from '../../src/syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../../src/syntax/text.ts';
import { describeWithEngine } from './engine.ts';
import { onlySetup, workplace } from './example.ts';

type Harm = (tree: ReturnType<typeof dockerfileOf>, start: Instruction) => Edit[];

const before =
  (line: string): Harm =>
  (tree, start) =>
    insertBefore(tree, start, line);

/** What the fixture reads its greeting and its folder from, so that a file on top of it alters what it does. */
const FAULTS = {
  build: before('RUN echo no such luck && false'),
  start: (tree, start) =>
    replaceInstruction(tree, start, 'CMD ["python", "-c", "raise SystemExit(\'it will not start\')"]'),
  answer: before('COPY <<EOF /srv/greeting.txt\nGood night\nEOF'),
  write: before('COPY <<EOF /srv/notes-folder.txt\n/sys/notes\nEOF'),
} as const satisfies Record<string, Harm>;

type Fault = keyof typeof FAULTS;

const TOLD: Record<Fault, RegExp> = {
  build: /no such luck|echo no such luck && false/,
  start: /it will not start/,
  answer: /Good day.*Good night/,
  write: /\/sys\/notes/,
};

function faulty(name: Fault): Change {
  return {
    id: `fault-${name}`,
    title: `Breaks the ${name}`,
    why: 'It is to be found and left out.',
    class: 'needs-proof',
    rungs: ['on'],
    examples: [],
    apply(setup) {
      const tree = dockerfileOf(setup);
      const stage = shippedStage(tree);
      const start = stage && lastOf(stage, 'CMD');
      if (!start) throw new Error('the fixture has a CMD');
      return applied(withDockerfile(setup, applyEdits(tree.source, FAULTS[name](tree, start))));
    },
  };
}

/** Shipshape's own changes with faults put in at these positions. */
function planWith(faults: readonly [Fault, number][]): Change[] {
  const changes = [...improvements];
  for (const [name, position] of faults) changes.splice(position, 0, faulty(name));
  return changes;
}

const outcomes = ({ changes }: SetupResult) =>
  changes.filter(({ id }) => !id.startsWith('fault-')).map(({ id, outcome, rung }) => [id, outcome, rung]);

describeWithEngine('injected faults', () => {
  const place = workplace('faults');
  const END = improvements.length;
  let dir: string;
  let sound: SetupResult;

  beforeAll(async () => {
    dir = place.copy('test/fixtures/notes', 'notes');
    sound = onlySetup(await improve(dir));
    expect(sound).toMatchObject({ status: 'improved', proof: 'answers', error: null });
    expect(sound.changes.map(({ outcome }) => outcome)).not.toContain('dropped');
    expect(sound.changes).toContainEqual(expect.objectContaining({ id: 'read-only', outcome: 'kept' }));
    expect(sound.contract.probes).toContainEqual(expect.objectContaining({ path: '/note', equal: true }));
  });
  afterAll(place.dispose);

  const cases: readonly (readonly [Fault, number][])[] = [
    [['build', 4]],
    [['start', END]],
    [['answer', 0]],
    [['write', 10]],
    [
      ['build', END],
      ['answer', 7],
    ],
    [
      ['start', 2],
      ['write', END],
    ],
    [
      ['write', 0],
      ['answer', 12],
    ],
  ];

  it.each(
    cases.map((faults) => [faults.map(([name, at]) => `${name} at ${at}`).join(', '), faults] as const),
  )('are left out, and only they: %s', async (_, faults) => {
    let builds = 0;
    const setup = onlySetup(
      await improve(dir, {
        changes: planWith(faults),
        onProgress: (message) => {
          if (message.startsWith('building the result')) builds += 1;
        },
      }),
    );
    expect(setup).toMatchObject({ status: 'improved', proof: 'answers', error: null });
    expect(setup.contract).toMatchObject({ met: true, differences: [] });
    const dropped = setup.changes.filter(({ outcome }) => outcome === 'dropped');
    expect(dropped.map(({ id }) => id).sort()).toEqual(faults.map(([name]) => `fault-${name}`).sort());
    expect(outcomes(setup)).toEqual(outcomes(sound));
    expect(setup.files).toEqual(sound.files);
    for (const [name] of faults) {
      const evidence = dropped.find(({ id }) => id === `fault-${name}`)?.evidence ?? [];
      expect(evidence.join('\n')).toMatch(TOLD[name]);
    }
    const active = setup.changes.filter(({ outcome }) => outcome !== 'not-needed').length;
    expect(builds).toBeLessThanOrEqual(faults.length * (2 * Math.log2(active) + 3));
  });
});
