import { describe, expect, test } from 'vitest';
import { parseDockerfile } from './index.ts';

describe('problems', () => {
  test.each<[string, string, string]>([
    ['FOO bar', 'unknown-instruction', 'FOO'],
    ['FROM', 'missing-argument', 'FROM'],
    ['FROM a b', 'bad-argument', 'a b'],
    ['FROM a AS 1b', 'bad-argument', 'a AS 1b'],
    ['COPY a', 'missing-argument', 'COPY'],
    ['COPY a <<EOF\nEOF', 'bad-argument', 'a <<EOF'],
    ['ENV', 'missing-argument', 'ENV'],
    ['ENV a', 'missing-argument', 'ENV'],
    ['ENV a=b c', 'bad-argument', 'c'],
    ['ENV =b', 'bad-argument', '=b'],
    ['ARG', 'missing-argument', 'ARG'],
    ['ARG =b', 'bad-argument', '=b'],
    ['WORKDIR', 'missing-argument', 'WORKDIR'],
    ['EXPOSE', 'missing-argument', 'EXPOSE'],
    ['VOLUME []', 'missing-argument', 'VOLUME'],
    ['VOLUME [""]', 'bad-argument', '[""]'],
    ['SHELL sh -c', 'bad-json', 'sh -c'],
    ['SHELL []', 'missing-argument', 'SHELL'],
    ['CMD [1]', 'bad-json', '[1]'],
    ['COPY ["a", null]', 'bad-json', '["a", null]'],
    ['HEALTHCHECK CMD ["a", 2]', 'bad-json', 'CMD ["a", 2]'],
    ['HEALTHCHECK CMD', 'bad-argument', 'CMD'],
    ['HEALTHCHECK NONE x', 'bad-argument', 'NONE x'],
    ['HEALTHCHECK foo', 'bad-argument', 'foo'],
    ['HEALTHCHECK', 'missing-argument', 'HEALTHCHECK'],
    ['ONBUILD', 'missing-argument', 'ONBUILD'],
    ['ONBUILD ONBUILD RUN a', 'bad-argument', 'ONBUILD'],
    ['ONBUILD FROM a', 'bad-argument', 'FROM'],
    ['ONBUILD CMD [1]', 'bad-json', '[1]'],
    ['ONBUILD ENV a=b c', 'bad-argument', 'c'],
    ['\\\n\\', 'unknown-instruction', '\\\n\\'],
    ['RUN --foo a', 'bad-flag', '--foo'],
    ['COPY --link --link a b', 'bad-flag', '--link'],
    ['COPY --link=maybe a b', 'bad-flag', '--link=maybe'],
    ['COPY --from a b', 'bad-flag', '--from'],
    ['CMD --foo', 'bad-flag', '--foo'],
    ['ENV a=b c="d', 'bad-argument', 'c="d'],
    ['WORKDIR /${', 'bad-argument', '/${'],
    ['COPY "a b c', 'bad-argument', '"a'],
    ['RUN cat <<EOF', 'unterminated-heredoc', '<<EOF'],
  ])('%s: %s', (line, code, place) => {
    const source = `FROM scratch\n${line}`;
    const { problems, instructions } = parseDockerfile(source);
    expect(problems.map((each) => [each.code, source.slice(each.range.start, each.range.end)])).toEqual([
      [code, place],
    ]);
    expect(instructions).toHaveLength(2);
  });

  test.each([
    'RUN',
    'CMD',
    'ENTRYPOINT []',
    'RUN --mount=a --mount=b c',
    'HEALTHCHECK --foo NONE',
    'ARG --foo=1 a',
    'RUN [ -f a ]',
    'COPY --link=FALSE a b',
    'ONBUILD FOO',
    'RUN "',
    'CMD ${',
    'ENV a=${b:?c}',
    'ARG a=$',
    'ONBUILD COPY a',
  ])('none: %s', (line) => {
    expect(parseDockerfile(`FROM scratch\n${line}`).problems).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['', 'no-from', ''],
    ['# only\n', 'no-from', ''],
    ['ARG a\n', 'no-from', ''],
    ['RUN a\nFROM b\n', 'no-from', 'RUN'],
    ['# escape=x\nFROM a', 'bad-directive', '# escape=x'],
    ['# escape=`\n# escape=`\nFROM a', 'bad-directive', '# escape=`'],
  ])('%j: %s', (source, code, place) => {
    const { problems } = parseDockerfile(source);
    expect(problems.map((each) => [each.code, source.slice(each.range.start, each.range.end)])).toEqual([
      [code, place],
    ]);
  });
});
