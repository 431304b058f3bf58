import { describe, expect, it } from 'vitest';
import type { VariableUse } from '../model/facts.ts';
import { composeEnvironment } from './compose-environment.ts';
import { envExample } from './env-example.ts';
import { setupOf } from '../model/setup.fixture.ts';

const use = (name: string, value: string | null, more: Partial<VariableUse> = {}): VariableUse => ({
  name,
  default: value,
  required: false,
  secret: false,
  where: 'app.py:1',
  ...more,
});

function apply(service: string, variables: VariableUse[], more: Record<string, string> = {}, rung = 'all') {
  const files = {
    Dockerfile: 'FROM alpine\n',
    'compose.yaml': `services:\n  web:\n    build: .\n${service}`,
    ...more,
  };
  const setup = setupOf(files, (facts) => ({ ...facts, source: { ...facts.source, variables } }));
  return composeEnvironment.apply(setup, rung);
}

function environment(...args: Parameters<typeof apply>): string {
  const result = apply(...args);
  const text = result.kind === 'applied' ? (result.setup.files.get('compose.yaml') ?? '') : '';
  return text.slice(text.indexOf('environment:'));
}

describe('compose-environment', () => {
  it('makes a list where there is none', () => {
    expect(
      environment('', [use('LEVEL', 'info'), use('ID', null, { required: true }), use('URL', null)]),
    ).toBe(
      'environment:\n      - ID=${ID:?set ID, see env.example}\n      - LEVEL=${LEVEL:-info}\n      - URL\n',
    );
  });

  it('keeps the map form, wiring, defaults that are there and variables of the shell', () => {
    const service = `    environment:
      HOME: /data
      REDIS: redis:6379
      API: http://api/
      WORKERS: \${WORKERS:-4}
  redis:
    image: redis
`;
    const variables = [
      use('HOME', null),
      use('REDIS', null),
      use('API', null),
      use('WORKERS', '2'),
      use('A', 'b'),
    ];
    expect(environment(service, variables)).toBe(
      service.slice(4).replace('  redis:\n', '      A: ${A:-b}\n  redis:\n'),
    );
  });

  it('takes what the Dockerfile sets as the default', () => {
    const Dockerfile = 'FROM alpine\nENV PORT=80 \\\n    DIR=$HOME/x\n';
    expect(environment('', [use('PORT', '5000'), use('DIR', 'x')], { Dockerfile })).toBe(
      'environment:\n      - PORT=${PORT:-80}\n',
    );
  });

  it('copies no secret and no default that cannot be written', () => {
    const variables = [
      use('KEY_SECRET', 'dev', { secret: true }),
      use('DB', 'postgres://me:pw@db/x'),
      use('JSON', '{"a":1}'),
    ];
    expect(environment('', variables)).toBe('environment:\n      - KEY_SECRET\n      - DB\n      - JSON\n');
  });

  it('adds nothing beside an env_file, and says so', () => {
    expect(apply('    env_file: .env\n', [use('LEVEL', 'info')])).toEqual({
      kind: 'not-needed',
      reason: expect.stringContaining('LEVEL'),
    });
  });

  it.each([
    '      - API_TOKEN=hunter2\n',
    '      API_TOKEN: hunter2\n',
    '      - DB=postgres://me:hunter2@db/x\n',
  ])('asks for a secret instead of showing it: %s', (line) => {
    const result = apply(`    environment:\n${line}`, []);
    expect(result).toMatchObject({ kind: 'applied', class: 'needs-proof' });
    expect(
      JSON.stringify(result.kind === 'applied' && [...result.setup.files, result.evidence]),
    ).not.toContain('hunter2');
    expect(apply(`    environment:\n${line}`, [], {}, 'without-secrets').kind).toBe('not-needed');
  });

  it.each([
    '      - TOKEN_FILE=/run/secrets/t\n',
    '      - API_TOKEN=/run/secrets/t\n',
    '      - API_TOKEN=${T}\n',
  ])('does not take this for a secret: %s', (line) => {
    expect(apply(`    environment:\n${line}`, []).kind).toBe('not-needed');
  });

  it('is safe when only defaults move', () => {
    expect(apply('', [use('LEVEL', 'info')])).toMatchObject({ class: 'safe' });
    // it is unset as before, where the user does not set it
    expect(apply('', [use('URL', null), use('EMPTY', '')])).toMatchObject({ class: 'safe' });
  });

  it.each(['db', 'database', 'shop-db', 'database:5432'])(
    'leaves %s, the name of a service, as it is',
    (host) => {
      const compose = `services:\n  web:\n    build: .\n    environment:\n      DB_HOST: ${host}\n  db:\n    image: postgres\n    container_name: shop-db\n    networks: { default: { aliases: [database] } }\n`;
      const setup = setupOf({ Dockerfile: 'FROM alpine\n', 'compose.yaml': compose }, (facts) => ({
        ...facts,
        source: { ...facts.source, variables: [use('DB_HOST', null)] },
      }));
      expect(composeEnvironment.apply(setup, 'all').kind).toBe('not-needed');
    },
  );
});

it('an example calls a variable required when one place stops without it', () => {
  const compose =
    'services:\n  web:\n    build: .\n    environment:\n      A: ${A:?}\n  db:\n    image: x\n    environment:\n      A: ${A}\n';
  const result = envExample.apply(
    setupOf({ Dockerfile: 'FROM alpine\n', 'compose.yaml': compose }),
    'all-variables',
  );
  expect(result.kind === 'applied' && result.setup.files.get('env.example')).toMatch(/# Required\nA=\n/);
});

it('an example shows what is unset by default as a comment, where an empty text would not be the same', () => {
  const compose = 'services:\n  web:\n    build: .\n    environment:\n      - ASKED=${ASKED}\n';
  const setup = setupOf({ Dockerfile: 'FROM alpine\n', 'compose.yaml': compose }, (facts) => ({
    ...facts,
    source: { ...facts.source, variables: [use('URL', null), use('ASKED', null)] },
  }));
  const result = envExample.apply(setup, 'all-variables');
  expect(result.kind === 'applied' && result.setup.files.get('env.example')).toMatch(
    /# Optional\nASKED=\n# URL=\n/,
  );
});
