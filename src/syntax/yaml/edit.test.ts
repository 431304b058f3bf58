import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendToSequence, deleteIn, parseYaml, rawYaml, setIn, type YamlPath } from './index.ts';

const COMPOSE = `# top
x-env: &env
  A: "1" # one

services:
  web:
    image: 'app'   # the image
    ports: ["80:80"]
    environment:
      <<: *env
      B: two
    # about health
    healthcheck:

  # the database
  db:
    image: postgres
    volumes:
    - data:/x # mount
    labels: {a: b}
    command: |
      one
      two

# the end
volumes: {}
`;

/** The lines that an edit took away (-) and put in (+), at their place. */
function changed(before: string, after: string | null): string[] {
  if (after === null) return ['refused'];
  const [a, b] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return [
    ...a.slice(head, a.length - tail).map((line) => `-${line}`),
    ...b.slice(head, b.length - tail).map((line) => `+${line}`),
  ];
}

describe('setIn', () => {
  it.each<[string, YamlPath, unknown, string[]]>([
    [
      'a scalar keeps its comment',
      ['services', 'web', 'image'],
      'app:2',
      ["-    image: 'app'   # the image", '+    image: app:2   # the image'],
    ],
    ['a new key goes to the end of its map', ['services', 'web', 'init'], true, ['+    init: true']],
    ['a new key before the comment of what follows', ['services', 'db', 'init'], true, ['+    init: true']],
    [
      'a new map',
      ['services', 'db', 'deploy', 'resources', 'limits'],
      { memory: '1g', cpus: '0.5' },
      [
        '+    deploy:',
        '+      resources:',
        '+        limits:',
        '+          memory: 1g',
        '+          cpus: "0.5"',
      ],
    ],
    [
      'a new sequence, in the style of the file',
      ['services', 'web', 'cap_drop'],
      ['ALL'],
      ['+    cap_drop:', '+    - ALL'],
    ],
    [
      'a key without value',
      ['services', 'web', 'healthcheck'],
      { test: ['CMD', 'x'] },
      ['+      test:', '+      - CMD', '+      - x'],
    ],
    ['below a key without value', ['services', 'web', 'healthcheck', 'retries'], 3, ['+      retries: 3']],
    [
      'in a flow sequence',
      ['services', 'web', 'ports', 0],
      '81:80',
      ['-    ports: ["80:80"]', '+    ports: ["81:80"]'],
    ],
    [
      'a flow sequence grows',
      ['services', 'web', 'ports'],
      ['80:80', '90:90'],
      ['-    ports: ["80:80"]', '+    ports: ["80:80", "90:90"]'],
    ],
    [
      'in a flow map',
      ['services', 'db', 'labels', 'c'],
      'd',
      ['-    labels: {a: b}', '+    labels: {a: b, c: d}'],
    ],
    ['in an empty map', ['volumes', 'data'], null, ['-volumes: {}', '+volumes:', '+  data:']],
    [
      'a block scalar',
      ['services', 'db', 'command'],
      'x',
      ['-    command: |', '-      one', '-      two', '+    command: x'],
    ],
    [
      'a block sequence to a scalar',
      ['services', 'db', 'volumes'],
      'x',
      ['-    volumes:', '-    - data:/x # mount', '+    volumes: x'],
    ],
    ['an element', ['services', 'db', 'volumes', 0], 'z', ['-    - data:/x # mount', '+    - z # mount']],
    ['beside a merge', ['services', 'web', 'environment', 'A'], '2', ['+      A: "2"']],
    [
      'quotes what needs it',
      ['services', 'db', 'x'],
      ['no', '22:22', '${X:?a b}', 'a: b', '', '*'],
      [
        '+    x:',
        '+    - "no"',
        '+    - "22:22"',
        '+    - ${X:?a b}',
        '+    - "a: b"',
        '+    - ""',
        '+    - "*"',
      ],
    ],
    ['raw text', ['services', 'db', 'x'], rawYaml("k: 'v' # why\n"), ['+    x:', "+      k: 'v' # why"]],
  ])('%s', (_, path, value, lines) => {
    const { text, reason } = setIn(COMPOSE, path, value);
    expect([reason, ...changed(COMPOSE, text)]).toEqual([null, ...lines]);
  });

  it('puts a key behind a sibling', () => {
    const { text } = setIn(COMPOSE, ['services', 'web', 'init'], true, { after: 'image' });
    expect(text).toContain('# the image\n    init: true\n    ports');
    expect(setIn('a: {b: 1, c: 2}', ['a', 'x'], 3, { after: 'b' }).text).toBe('a: {b: 1, x: 3, c: 2}');
  });

  it('changes maps key by key', () => {
    const source = 'a:\n  # about b\n  b: 1 # one\n  c: 2\n  d: 3\n';
    expect(setIn(source, ['a'], { b: 1, d: 4, e: 5 }).text).toBe(
      'a:\n  # about b\n  b: 1 # one\n  d: 4\n  e: 5\n',
    );
  });

  it.each<[string, YamlPath, unknown, string]>([
    ['', ['a', 'b'], 1, 'a:\n  b: 1\n'],
    ['# only\n', ['a'], 1, '# only\na: 1\n'],
    ['a: 1', ['b'], 2, 'a: 1\nb: 2'],
    ['a:\r\n    b: 1\r\n', ['a', 'c'], { d: 1 }, 'a:\r\n    b: 1\r\n    c:\r\n        d: 1\r\n'],
    ['\uFEFFa: 1\n', ['b'], 2, '\uFEFFa: 1\nb: 2\n'],
    ['{"a": 1}\n', ['b'], 'x', '{"a": 1, "b": "x"}\n'],
    [
      'a: {\n  b: 1, # one\n  c: 2 # two\n}\n',
      ['a', 'd'],
      3,
      'a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3\n}\n',
    ],
    ['a: {\n  b: 1,\n}\n', ['a', 'd'], 3, 'a: {\n  b: 1,\n  d: 3,\n}\n'],
    ['- a: 1\n  b: 2\n- c\n', [0, 'x'], 3, '- a: 1\n  b: 2\n  x: 3\n- c\n'],
    ['- a: 1\n- c\n', [1], { d: 1, e: 2 }, '- a: 1\n- d: 1\n  e: 2\n'],
    ['a: &x 1\nb: *x\n', ['b'], 2, 'a: &x 1\nb: 2\n'],
    ['a: # why\n', ['a'], { b: 1 }, 'a: # why\n  b: 1\n'],
    ['a: old # why\nc: 1\n', ['a'], { b: 1 }, 'a: # why\n  b: 1\nc: 1\n'],
    ['a:\n  b: 1\n  # deeper\nc: 1\n', ['a', 'd'], 2, 'a:\n  b: 1\n  d: 2\n  # deeper\nc: 1\n'],
    ['a:\n  b: 1\n---\nc: 1\n', ['a', 'd'], 2, 'a:\n  b: 1\n  d: 2\n---\nc: 1\n'],
    ["a: 'x'\nb: 'y'\n", ['c'], 'no', "a: 'x'\nb: 'y'\nc: 'no'\n"],
    [
      'e: &e\n  A: 1\nw:\n  env: *e\n',
      ['w', 'env', 'B'],
      2,
      'e: &e\n  A: 1\nw:\n  env:\n    <<: *e\n    B: 2\n',
    ],
    [
      'b: &b\n  d:\n    x: 1\nw:\n  <<: *b\n',
      ['w', 'd', 'z'],
      2,
      'b: &b\n  d:\n    x: 1\nw:\n  <<: *b\n  d:\n    x: 1\n    z: 2\n',
    ],
    ['a: !override\n  - 1\n', ['a', 1], 2, 'a: !override\n  - 1\n  - 2\n'],
  ])('%j at %j to %j', (source, path, value, expected) => {
    expect(setIn(source, path, value)).toMatchObject({ text: expected, reason: null });
  });

  it('tells what else changes through an anchor', () => {
    const result = setIn('a: &a\n  x: 1\nb: *a\n', ['a', 'x'], 2);
    expect(result).toMatchObject({ text: 'a: &a\n  x: 2\nb: *a\n', alsoChanged: [['b', 'x']] });
  });

  it('edits the document that is named', () => {
    expect(setIn('a: 1\n---\na: 1\n', ['a'], 2, { document: 1 }).text).toBe('a: 1\n---\na: 2\n');
  });

  it.each<[string, YamlPath]>([
    ['a:\n\tb: 1\n', ['a', 'c']],
    ['a: 1\na: 2\n', ['b']],
    ['a: [1\n', ['a', 0]],
    ['a: 1\n', ['a', 'b']],
    ['a: [1]\n', ['a', 5]],
    ['a: &x [1]\nb: *x\n', ['b', 0]],
    ['a: 1\n', []],
  ])('refuses %j at %j', (source, path) => {
    const { text, reason } = setIn(source, path, 1);
    expect(text).toBeNull();
    expect(reason).toMatch(/\w/);
  });

  it('gives the value back, and keeps every other line', () => {
    const paths: YamlPath[] = [
      ['services', 'web', 'image'],
      ['services', 'web', 'ports'],
      ['services', 'web', 'new'],
      ['services', 'db', 'labels', 'n'],
      ['services', 'db', 'volumes', 1],
      ['services', 'db', 'command'],
      ['volumes', 'v'],
      ['x-new', 'a', 'b'],
    ];
    const key = fc.string({ minLength: 1 }).filter((name) => !['__proto__', '<<'].includes(name));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
          fc.constantFrom('no', '1e3', '-,', 'a,b', 'a\nb\n', '\n\n', ' x', '- a', '0x1'),
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    const eol = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, eol, (path, given, ending) => {
        const source = COMPOSE.replaceAll('\n', ending);
        const { text, reason } = setIn(source, path, given);
        expect(reason).toBeNull();
        expect(parseYaml(text ?? '').get(path)).toEqual(given);
        const gone = changed(source, text).filter((line) => line.startsWith('-'));
        expect(gone.length).toBeLessThanOrEqual(path.at(-1) === 'command' ? 3 : 1);
        expect(setIn(text ?? '', path, given).text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('deleteIn', () => {
  it.each<[string, YamlPath, string]>([
    ['a: 1\n# about b\nb:\n  c: 1\n  # deeper\nd: 2\n', ['b'], 'a: 1\n# about b\nd: 2\n'],
    ['a:\n  b: 1\nc: 2\n', ['a', 'b'], 'a: {}\nc: 2\n'],
    ['a:\n- 1\n', ['a', 0], 'a: []\n'],
    ['a:\n  - 1 # one\n  - 2\n', ['a', 0], 'a:\n  - 2\n'],
    ['- a: 1\n  b: 2\n', [0, 'a'], '- b: 2\n'],
    ['a: {b: 1, c: 2, d: 3}\n', ['a', 'c'], 'a: {b: 1, d: 3}\n'],
    ['a: {b: 1, c: 2}\n', ['a', 'c'], 'a: {b: 1}\n'],
    ['a: [1]\n', ['a', 0], 'a: []\n'],
    ['a: 1\nb: 2', ['b'], 'a: 1\n'],
    ['a: 1\n', ['a'], '{}\n'],
    ['a: 1\n', ['x'], 'a: 1\n'],
  ])('%j without %j', (source, path, expected) => {
    expect(deleteIn(source, path)).toMatchObject({ text: expected, reason: null });
  });

  it.each<[string, YamlPath]>([
    ['a: &a\n  b: 1\nc:\n  <<: *a\n', ['c', 'b']],
    ['a: &a 1\nb: *a\n', ['a']],
  ])('refuses %j without %j', (source, path) => {
    expect(deleteIn(source, path).text).toBeNull();
  });
});

describe('appendToSequence', () => {
  it.each<[string, YamlPath, unknown, string]>([
    ['a:\n  - "x" # x\n  # more\nb: 1\n', ['a'], 'z', 'a:\n  - "x" # x\n  - "z"\n  # more\nb: 1\n'],
    ['a: ["x"]\n', ['a'], 'z', 'a: ["x", "z"]\n'],
    ['a: []\n', ['a'], 'z', 'a:\n  - z\n'],
    ['a:\n', ['a'], 'z', 'a:\n  - z\n'],
    ['b: 1\n', ['a'], { x: 1, z: 2 }, 'b: 1\na:\n  - x: 1\n    z: 2\n'],
    ['a:\n- - 1\n', ['a', 0], 2, 'a:\n- - 1\n  - 2\n'],
    ['b: &b [1]\na: *b\n', ['a'], 2, 'b: &b [1]\na:\n  - 1\n  - 2\n'],
  ])('%j at %j', (source, path, value, expected) => {
    expect(appendToSequence(source, path, value)).toMatchObject({ text: expected, reason: null });
  });

  it('refuses what is no sequence', () => expect(appendToSequence('a: x\n', ['a'], 1).text).toBeNull());
});
