import { describe, expect, test } from 'vitest';
import { parseDockerfile } from './index.ts';

const heredocs = (line: string): string[] =>
  (parseDockerfile(line).instructions[0]?.heredocs ?? []).map(
    ({ name, expand, chomp, fileDescriptor }) =>
      `${fileDescriptor}<<${chomp ? '-' : ''}${name}${expand ? '' : ' as it is'}`,
  );

describe('here-documents', () => {
  test.each<[string, string[]]>([
    ['RUN <<EOF', ['0<<EOF']],
    ['RUN << EOF', ['0<<EOF']],
    ['RUN <<-EOF', ['0<<-EOF']],
    ['RUN <<"EOF"', ['0<<EOF as it is']],
    ["RUN <<-'E F'", ['0<<-E F as it is']],
    ['RUN <<E"O"F', ['0<<EOF as it is']],
    ['RUN 3<<EOF cat', ['3<<EOF']],
    ['RUN a <<A && b <<B', ['0<<A', '0<<B']],
    ['run python3 <<EOF', ['0<<EOF']],
    ['COPY <<a <<b /c/', ['0<<a', '0<<b']],
    ['ADD --chmod=1 <<a /c', ['0<<a']],
    ['ONBUILD RUN <<EOF', ['0<<EOF']],
    ['RUN echo $((1<<2))', []],
    ['RUN x=1<<2', []],
    ['RUN echo 1<<2', ['1<<2']],
    ['RUN cat <<<EOF', []],
    ["RUN echo 'a <<EOF b'", []],
    ['RUN echo "a <<EOF b"', []],
    ['RUN echo \\<<EOF', []],
    ['RUN a<<EOF', []],
    ['RUN <<', []],
    ['RUN <<- EOF', []],
    ['RUN echo "it\'s" <<EOF', ['0<<EOF']],
    ["RUN echo it's <<EOF", []],
    ['RUN echo ${a[0]} <<EOF', []],
    ['RUN echo ${a:-b} $c <<EOF', ['0<<EOF']],
    ['RUN <<$A', ['0<<$A']],
    ['RUN ["a", "<<EOF"]', []],
    ['CMD cat <<EOF', []],
    ['ENV A=<<EOF', []],
    ['ONBUILD CMD <<EOF', []],
    ['# escape=`\nRUN echo `<<EOF', []],
  ])('%s', (line, expected) => {
    expect(heredocs(line)).toEqual(expected);
  });

  test('bodies, markers and what follows', () => {
    const source = 'RUN a <<-A \\\n  # c\n  <<B\n\t# x\r\n\tA\r\nA\nb\nB\r\nUSER x';
    const { instructions, problems } = parseDockerfile(`FROM x\n${source}`);
    const [, run, user] = instructions;
    const text = `FROM x\n${source}`;
    expect(run?.heredocs.map(({ body }) => body)).toEqual(['\t# x\r\n', 'A\nb\n']);
    expect(run?.heredocs.map(({ markerRange }) => text.slice(markerRange.start, markerRange.end))).toEqual([
      '<<-A',
      '<<B',
    ]);
    expect(run?.argument).toBe('a <<-A   <<B');
    expect(text.slice(run?.range.start, run?.range.end)).toBe(source.slice(0, -'\r\nUSER x'.length));
    expect(user?.argument).toBe('x');
    expect(problems).toEqual([]);
  });

  test('only <<- takes tabs off the terminator, and nothing takes blanks off', () => {
    const [run] = parseDockerfile('RUN <<A\n\tA\nA \n A\nA\n').instructions;
    expect(run?.heredocs[0]?.body).toBe('\tA\nA \n A\n');
  });

  test('the triggered instruction of ONBUILD has them too', () => {
    const [onbuild] = parseDockerfile('ONBUILD COPY <<A /a\nx\nA\n').instructions;
    expect(onbuild?.inner?.heredocs).toEqual(onbuild?.heredocs);
    expect(onbuild?.heredocs[0]?.body).toBe('x\n');
  });

  test('without its end it takes the rest of the file and is a problem at its marker', () => {
    const source = 'FROM a\nRUN <<EOF\nUSER x\n';
    const tree = parseDockerfile(source);
    expect(tree.instructions).toHaveLength(2);
    expect(tree.instructions[1]?.heredocs[0]?.body).toBe('USER x\n');
    expect(tree.problems).toMatchObject([{ code: 'unterminated-heredoc', range: { start: 11, end: 16 } }]);
  });
});
