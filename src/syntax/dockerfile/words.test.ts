import { describe, expect, test } from 'vitest';
import {
  copySources,
  durationMs,
  envPairs,
  healthcheckOptions,
  parseDockerfile,
  type Instruction,
} from './index.ts';

function only(text: string): Instruction {
  const [instruction] = parseDockerfile(text).instructions;
  if (instruction === undefined) throw new Error('no instruction');
  return instruction;
}

describe('words', () => {
  test.each<[string, string[]]>([
    ['FROM a  AS\tb', ['a', 'AS', 'b']],
    ['EXPOSE 80 443/udp', ['80', '443/udp']],
    ['COPY "a b" c', ['"a', 'b"', 'c']],
    ['COPY ["a b", "c"]', ['"a b"', '"c"']],
    ['VOLUME /a /b', ['/a', '/b']],
    ['WORKDIR /a b ', ['/a b']],
    ['USER "a b"', ['"a b"']],
    ['ENV a=b c="d e" f=g\\ h', ['a=b', 'c="d e"', 'f=g\\ h']],
    ["ENV a='b \\' c=d", ["a='b \\'", 'c=d']],
    ['ENV a b=c  d', ['a', 'b=c  d']],
    ['LABEL "a b"="c d" e=f', ['"a b"="c d"', 'e=f']],
    ['ARG a b="c d"', ['a', 'b="c d"']],
    ['ENV a=b \\\n# c\n  d=e', ['a=b', 'd=e']],
    ['RUN a b', []],
    ['RUN ["a", "b"]', ['"a"', '"b"']],
    ['HEALTHCHECK NONE', ['NONE']],
    ['ENV a=b\\', ['a=b']],
  ])('%s', (text, expected) => {
    expect(only(text).words.map(({ raw }) => raw)).toEqual(expected);
  });

  test('values have quotes and escapes off and variables as written', () => {
    const { words } = only('ENV a="b $c \\" ${d:-e}" f=\'g "$h\' i=j\\ k');
    expect(words.map(({ value }) => value)).toEqual(['a=b $c " ${d:-e}', 'f=g "$h', 'i=j k']);
  });

  test('ranges point into the file, over continuations too', () => {
    const source = 'ENV a=b\\\nc d=e';
    const { words } = only(source);
    expect(words.map(({ raw, range }) => [raw, source.slice(range.start, range.end)])).toEqual([
      ['a=bc', 'a=b\\\nc'],
      ['d=e', 'd=e'],
    ]);
  });
});

describe('arrays', () => {
  test.each<[string, string[] | null]>([
    ['CMD ["a", "b\\n\\u0041"]', ['a', 'b\nA']],
    ['CMD []', []],
    ['CMD [ "a" ] ', ['a']],
    ['CMD ["a", \\\n# why\n  "b"]', ['a', 'b']],
    ["CMD ['a']", null],
    ['CMD ["a"] b', null],
    ['CMD ["a",]', null],
    ['RUN [ -f a ]', null],
    ['RUN [1]', null],
  ])('%s', (text, expected) => {
    expect(only(text).json).toEqual(expected);
  });
});

describe('flags', () => {
  test.each<[string, [string, string | null][], string]>([
    [
      'RUN --mount=type=cache,target=/a --mount=type=secret,id=b c',
      [
        ['mount', 'type=cache,target=/a'],
        ['mount', 'type=secret,id=b'],
      ],
      'c',
    ],
    [
      'COPY --link --chown=1:2 --from=x a b',
      [
        ['link', null],
        ['chown', '1:2'],
        ['from', 'x'],
      ],
      'a b',
    ],
    [
      'RUN --mount=type=bind,source="a b" \\\n  --network=none \\\n  c',
      [
        ['mount', 'type=bind,source=a b'],
        ['network', 'none'],
      ],
      'c',
    ],
    ['RUN --a\\ b=c d', [['a b', 'c']], 'd'],
    ['RUN -- --a', [], '--a'],
    ['RUN a --b', [], 'a --b'],
    ['CMD --a', [['a', null]], ''],
    ['FROM --platform=$BUILDPLATFORM a', [['platform', '$BUILDPLATFORM']], 'a'],
  ])('%s', (text, flags, argument) => {
    const read = only(text);
    expect(read.flags.map(({ name, value }) => [name, value])).toEqual(flags);
    expect(read.argument).toBe(argument);
  });
});

describe('stages', () => {
  test('names, platforms, bases and ARG before FROM', () => {
    const tree = parseDockerfile(
      'ARG V=1\nFROM --platform=linux/amd64 a:$V as Build\nRUN x\nfrom build\nUSER y\nFROM scratch\n',
    );
    expect(tree.globalArgs.map(({ argument }) => argument)).toEqual(['V=1']);
    expect(
      tree.stages.map(({ index, name, base, platform, instructions }) => [
        index,
        name,
        base,
        platform,
        instructions.map(({ keyword }) => keyword),
      ]),
    ).toEqual([
      [0, 'build', 'a:$V', 'linux/amd64', ['RUN']],
      [1, null, 'build', null, ['USER']],
      [2, null, 'scratch', null, []],
    ]);
    expect(tree.problems).toEqual([]);
  });
});

describe('readings', () => {
  test.each<[string, [string, string | null][]]>([
    [
      'ENV a=b c="d e=f"',
      [
        ['a', 'b'],
        ['c', 'd e=f'],
      ],
    ],
    ['ENV a b  c "d"', [['a', 'b  c d']]],
    ['LABEL "a b"="c d"', [['a b', 'c d']]],
    [
      "ARG a b= c='$d'",
      [
        ['a', null],
        ['b', ''],
        ['c', '$d'],
      ],
    ],
    ['RUN a=b', []],
  ])('envPairs: %s', (text, expected) => {
    expect(envPairs(only(text)).map(({ name, value }) => [name, value])).toEqual(expected);
  });

  test('envPairs: places', () => {
    const source = 'ENV \\\n  a=b \\\n  c="d e"';
    expect(
      envPairs(only(source)).map(({ nameRange, valueRange, raw }) => [
        source.slice(nameRange.start, nameRange.end),
        source.slice(valueRange?.start, valueRange?.end),
        raw,
      ]),
    ).toEqual([
      ['a', 'b', 'b'],
      ['c', '"d e"', '"d e"'],
    ]);
  });

  test.each<[string, [string[], string, string | null] | null]>([
    ['COPY a b c/', [['a', 'b'], 'c/', null]],
    ['COPY --from=x ["a b", "c"]', [['a b'], 'c', 'x']],
    ['ADD <<EOF a /b', [['a'], '/b', null]],
    ['COPY a', null],
    ['RUN a b', null],
  ])('copySources: %s', (text, expected) => {
    const read = copySources(only(text));
    expect(read && [read.sources.map(({ value }) => value), read.destination.value, read.from]).toEqual(
      expected,
    );
  });

  test('healthcheckOptions', () => {
    expect(healthcheckOptions(only('HEALTHCHECK --interval=1m30s --retries=5 CMD curl --fail x'))).toEqual({
      none: false,
      interval: 90_000,
      timeout: null,
      startPeriod: null,
      startInterval: null,
      retries: 5,
      test: ['CMD-SHELL', 'curl --fail x'],
    });
    expect(healthcheckOptions(only('healthcheck cmd ["a", "b"]'))?.test).toEqual(['CMD', 'a', 'b']);
    expect(healthcheckOptions(only('HEALTHCHECK none'))).toMatchObject({ none: true, test: null });
    expect(healthcheckOptions(only('RUN x'))).toBeNull();
  });

  test('what follows CMD, and ONBUILD, is an instruction of its own', () => {
    const source = 'HEALTHCHECK --timeout=3s \\\n  CMD --a b';
    const { inner } = only(source);
    expect(inner).toMatchObject({ keyword: 'CMD', argument: '--a b', flags: [], json: null });
    expect(source.slice(inner?.argumentRange.start, inner?.argumentRange.end)).toBe('--a b');
    expect(only('ONBUILD COPY --link a b').inner).toMatchObject({ keyword: 'COPY', argument: 'a b' });
  });

  test.each<[string, number | null]>([
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['1h2m3s4ms', 3_723_004],
    ['250us', 0.25],
    ['0', 0],
    ['-1s', -1000],
    ['5', null],
    ['s', null],
    ['', null],
  ])('durationMs: %s', (text, expected) => {
    expect(durationMs(text)).toBe(expected);
  });
});
