import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DockerfileFacts } from '../lint/index.ts';
import { shellcheck } from './shellcheck.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fake-shellcheck-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A program that answers with these comments and keeps what it was given. */
async function fake(comments: unknown[]): Promise<string> {
  const program = join(folder, 'shellcheck');
  await writeFile(
    program,
    `#!/bin/sh\ncat *.sh > '${folder}/given'\nprintf '%s' '${JSON.stringify({ comments })}'\nexit 1\n`,
  );
  await chmod(program, 0o755);
  return program;
}

const facts = (source: string) => new DockerfileFacts({ path: 'Dockerfile', source });

test("ShellCheck's places are turned into places of the file, continuations and wide letters counted", async () => {
  const source = 'FROM debian:13\nENV NAME=x\nRUN echo "😀" \\\n  && cp $SRC /$NAME\n';
  const file = facts(source);
  // the preamble is the interpreter and NAME: the step's text is line 3
  const column = Array.from('echo "😀"   && cp ').length + 1;
  const comment = {
    file: '0.sh',
    line: 3,
    endLine: 3,
    column,
    endColumn: column + 4,
    level: 'info',
    code: 2086,
    message: 'Double quote.',
  };
  const found = await shellcheck([file], { env: process.env, program: await fake([comment]) });
  const [finding] = found?.get(file) ?? [];
  expect(source.slice(finding?.range.start, finding?.range.end)).toBe('$SRC');
  expect(finding).toMatchObject({ rule: 'shell-lint', severity: 'info', ids: { hadolint: ['SC2086'] } });
});

test('it is told the shell and the variables that the file sets', async () => {
  const file = facts('FROM debian:13\nENV A=1 B=2\nSHELL ["/bin/bash", "-c"]\nRUN echo "$A"\n');
  await shellcheck([file], { env: process.env, program: await fake([]) });
  expect(await readFile(join(folder, 'given'), 'utf8')).toBe('#!/bin/bash\nexport A=1\necho "$A"\n');
});

test('without the program there is no answer; without steps it is not asked', async () => {
  const program = join(folder, 'missing');
  expect(await shellcheck([facts('FROM debian:13\nRUN make\n')], { env: process.env, program })).toBeNull();
  expect((await shellcheck([facts('FROM debian:13\n')], { env: process.env, program }))?.size).toBe(1);
});
