import { describe, expect, it } from 'vitest';
import { kindOfValue, mayHoldSecret, passwordsInAddresses, secretFile, shapesIn } from './index.ts';

describe('forms of tokens', () => {
  // put together here, so that no scanner takes this file for a leak
  it.each([
    ['a GitHub token', `ghp_${'aB3dE5gH7j'.repeat(3)}kLmN42`],
    ['an AWS access key', `AKIA${'QWERTYUI'.repeat(2)}`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['a Slack token', `xoxb-${'918273645546-'.repeat(2)}abc`],
    ['a signed token (JWT)', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'dBjftJeZ4CV'.repeat(3)}`],
  ])('knows %s', (what, token) => {
    expect(shapesIn(`ENV A="${token}"`)).toEqual([{ what, start: 7, end: 7 + token.length }]);
  });

  it.each(['AKIAIOSFODNN7EXAMPLE', `ghp_${'x'.repeat(36)}`, 'sk-learn', 'npm_config_cache', 'hf_transfer'])(
    'is silent about %s',
    (text) => expect(shapesIn(`ENV A=${text}`)).toEqual([]),
  );
});

describe('values', () => {
  it.each([
    ['', 'empty'],
    ['${TOKEN}', 'variable'],
    ['$(cat /run/secrets/x)', 'variable'],
    ['/run/secrets/db', 'path'],
    ['certs/server.key', 'path'],
    ['https://auth.acme.dev/token', 'address'],
    ['3600', 'number'],
    ['true', 'word'],
    ['changeme', 'example'],
    ['<your-token>', 'example'],
    ['your_api_key', 'example'],
    ['dummy-key-for-build', 'example'],
    ['Tr0ub4dor&3', 'text'],
    ['postgres', 'weak'],
    ['k9-Wq_71zz', 'text'],
  ])('%j is %s', (value, kind) => expect(kindOfValue(value)).toBe(kind));
});

describe('addresses', () => {
  it('finds a password in one', () => {
    const text = 'RUN pip install --index-url https://bot:Zk9_32xQ@pypi.acme.dev/simple x';
    const [found] = passwordsInAddresses(text);
    expect(text.slice(found?.start, found?.end)).toBe('bot:Zk9_32xQ');
    expect(found?.host).toBe('pypi.acme.dev');
  });

  it.each([
    'https://${USER}:${TOKEN}@github.com/x',
    'https://oauth2:$TOKEN@gitlab.com/x',
    'postgres://postgres:postgres@db/app',
    'https://user:password@example.com',
    'git+ssh://git@github.com/x',
    'http://localhost:8080/a@b',
  ])('is silent about %s', (text) => expect(passwordsInAddresses(text)).toEqual([]));
});

describe('files', () => {
  it.each([
    'id_rsa',
    'keys/id_ed25519',
    '.npmrc.key',
    '.env',
    'certs/server.key',
    '.aws/credentials',
    '~/.docker/config.json',
    'credentials.json',
  ])('%s is secret', (path) => expect(secretFile(path)).not.toBeNull());
  it.each([
    'id_rsa.pub',
    '.env.example',
    'keys.ts',
    'package.json',
    'config.json',
    'src/credentials.py',
    'aws/config',
    'public.key',
  ])('%s is not', (path) => expect(secretFile(path)).toBeNull());
});

describe('lines that are not to be shown', () => {
  it.each([
    'ENV API_TOKEN=abc',
    'RUN x --password Zk9',
    `RUN echo ghp_${'0123456789abcdef'.repeat(3)}`,
    'RUN git clone https://a:Zk9_32xQw@b.dev/c',
  ])('%s', (line) => expect(mayHoldSecret(line)).toBe(true));
  it.each(['RUN make $TOKEN', 'RUN apt-get install -y git', 'COPY tokens.ts /src/'])('but %s', (line) =>
    expect(mayHoldSecret(line)).toBe(false),
  );
});
