import { expect, test } from 'vitest';
import { dir, file, readSpec } from '../../test/unit/image/make-archive.ts';
import { exposedSecrets, writableCode } from './index.ts';

const index = await readSpec({
  layers: [
    [dir('root'), file('root/id_rsa', 'of the base'), file('usr/bin/tool', '#', { mode: 0o777 })],
    [
      dir('app'),
      file('app/.env', 'A=1'),
      file('app/.env.example', 'A='),
      file('app/empty.key', ''),
      file('app/tls/server.key', 'x', { uid: 1001 }),
      file('app/main.py', '', { uid: 1001 }),
      file('app/open.sh', '', { mode: 0o646 }),
      file('app/shared.so.1', '', { mode: 0o664, gid: 1002 }),
      file('app/locked.py', '', { mode: 0o444, uid: 1001 }),
      file('app/notes.txt', '', { uid: 1001 }),
      file('opt/venv/lib/python3.13/site-packages/certifi/cacert.pem', 'x'),
    ],
    [file('app/.wh..env')],
  ],
  config: { Env: ['PATH=/bin', 'API_KEY=abc', 'EMPTY_TOKEN=', 'BASE_TOKEN=x', 'TOKEN_TTL=5'] },
  history: [
    { created_by: 'base' },
    { created_by: 'RUN |3 NPM_TOKEN=abc VERSION=1 DB_PASSWORD= /bin/sh -c PASSWORD=x make # buildkit' },
    { created_by: 'RUN /bin/sh -c rm .env SECRET=x # buildkit' },
  ],
});

test('secrets are known by the shape of their names, in variables, build arguments and files of all own layers', () => {
  expect(exposedSecrets(index, 1, new Set(['BASE_TOKEN']))).toEqual({
    variables: ['API_KEY'],
    buildArguments: ['NPM_TOKEN'],
    files: ['/app/.env', '/app/tls/server.key'],
  });
});

test('code that a user may overwrite, by owner, group and others', () => {
  expect(writableCode(index, 1, 1001, 1002)).toEqual(['/app/main.py', '/app/open.sh', '/app/shared.so.1']);
  expect(writableCode(index, 1, 5, 5)).toEqual(['/app/open.sh']);
  expect(writableCode(index, 1, 0, 0)).toContain('/app/locked.py');
});
