import { describe, expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { changedFiles } from './example.fixture.ts';
import { init } from './init.ts';
import { startCommand } from './start-command.ts';

const FROM = 'FROM debian:13-slim\n';
const after = (change: typeof startCommand, Dockerfile: string, more: Record<string, string> = {}) =>
  changedFiles(change, setupOf({ Dockerfile, ...more }))['Dockerfile'] ?? null;

describe('start-command', () => {
  it.each([
    ['CMD python "a b.py"', 'CMD ["python", "a b.py"]'],
    ['CMD exec a ${B:-1}', 'CMD ["sh", "-c", "exec a ${B:-1}"]'],
    ['ENTRYPOINT python \\\n  app.py', 'ENTRYPOINT ["python", "app.py"]'],
    ['CMD a \\\n  "b  c" $D', 'CMD ["sh", "-c", "exec a \\"b  c\\" $D"]'],
    ['CMD a && b', 'CMD ["sh", "-c", "a && exec b"]'],
    ['CMD cd x; a > b', 'CMD ["sh", "-c", "cd x; exec a > b"]'],
    ['ENTRYPOINT ["tini", "--"]\nCMD a $B', 'ENTRYPOINT ["tini", "--"]\nCMD ["sh", "-c", "exec a $B"]'],
    ['CMD ["sh", "-c", "a -b \'c d\'"]', 'CMD ["a", "-b", "c d"]'],
    ['CMD ["/bin/bash","-c","a $B"]', 'CMD ["/bin/bash","-c","exec a $B"]'],
    ['CMD [ "bash", "-lc", \\\n  "A=1 b" ]', 'CMD [ "bash", "-lc", \\\n  "A=1 exec b" ]'],
    ['CMD ["bash", "-o", "pipefail", "-c", "a"]', 'CMD ["bash", "-o", "pipefail", "-c", "exec a"]'],
    ['CMD ["tini", "--", "sh", "-c", "a"]', 'CMD ["tini", "--", "a"]'],
    ['SHELL ["bash", "-c"]\nCMD ["sh", "-c", "a"]', 'SHELL ["bash", "-c"]\nCMD ["a"]'],
    ['ENTRYPOINT ["sh", "-c", "a"]\nCMD ["b"]', 'ENTRYPOINT ["sh", "-c", "exec a"]\nCMD ["b"]'],
    ['ENTRYPOINT ["/e.sh"]\nCMD ["sh", "-c", "a"]', 'ENTRYPOINT ["/e.sh"]\nCMD ["sh", "-c", "exec a"]'],
  ])('%j becomes %j', (before, expected) =>
    expect(after(startCommand, `${FROM}${before}\n`)).toBe(`${FROM}${expected}\n`),
  );

  it.each([
    'CMD a | b',
    'CMD a & b',
    'CMD a; wait',
    'CMD if a; then b; fi',
    'CMD trap c TERM; a',
    'CMD f() { a; }; f',
    'CMD ["sh", "-c", "a && exec b"]',
    'CMD ["sh", "-c", "exec a"]',
    'CMD ["sh", "-c", "a | b"]',
    'CMD ["sh", "-c", "a & b"]',
    'CMD ["sh", "-c", "$A"]',
    'CMD ["sh", "a.sh"]',
    'CMD ["sh", "-c", "a $0", "b"]',
    'CMD ["su", "-c", "a"]',
    'SHELL ["bash", "-c"]\nCMD a',
    'ENTRYPOINT a\nCMD ["b"]',
    'ENTRYPOINT ["a"]\nCMD b',
  ])('leaves %j', (lines) => expect(after(startCommand, `${FROM}${lines}\n`)).toBeNull());
});

it('leaves an ENTRYPOINT in shell form to compose, whose command it ignores', () => {
  const compose = { 'compose.yaml': 'services:\n  web:\n    build: .\n    command: b\n' };
  expect(after(startCommand, `${FROM}ENTRYPOINT a\n`, compose)).toBeNull();
  expect(after(startCommand, `${FROM}ENTRYPOINT a\n`)).toBe(`${FROM}ENTRYPOINT ["a"]\n`);
});

it('a master behind a shell that hands over is the only one to be told to stop', () =>
  expect(after(init, `${FROM}CMD ["sh", "-c", "migrate && exec gunicorn -b :$PORT app:app"]\n`)).toContain(
    'ENTRYPOINT ["dumb-init", "--single-child", "--"]',
  ));
