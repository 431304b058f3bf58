import { describe, expect, it } from 'vitest';
import { composeService, composeServices, setInService, withItems } from './compose-service.ts';
import { referencesOf, resolveCompose } from './compose-project.ts';
import { setupOf } from './setup.fixture.ts';
import type { Setup } from './setup.ts';

const MAIN = `include:
  - infra/compose.yaml
services:
  web:
    extends:
      file: common/base.yaml
      service: app
    build: ./web
    environment:
      MODE: fast
    volumes:
      - data:/data
  worker:
    extends: web
    command: [work]
`;
const BASE = `services:
  app:
    build:
      context: .
      args: { A: "1" }
    cap_drop: [ALL]
    command: [serve]
    environment:
      - LEVEL=info
      - MODE=slow
    env_file: app.env
    volumes:
      - ./files:/files:ro
      - old:/data
    depends_on: [db]
`;
const INFRA = 'services:\n  db:\n    build: ./db\n    image: postgres\n';
const OVERRIDE = `services:
  web:
    read_only: false
    environment: { DEBUG: "1" }
    healthcheck:
      test: curl localhost
`;

const setup: Setup = {
  ...setupOf({
    'compose.yaml': MAIN,
    'common/base.yaml': BASE,
    'infra/compose.yaml': INFRA,
    'compose.override.yaml': OVERRIDE,
  }),
};
const of = (siblings: string[] = []): Setup => ({
  ...setup,
  paths: { ...setup.paths, composeFiles: ['compose.yaml', 'compose.override.yaml'], siblings },
});

describe('resolveCompose', () => {
  const services = resolveCompose(setup.files, ['compose.yaml', 'compose.override.yaml']);

  it('brings together what a service extends and what an override sets', () => {
    expect(services.get('web')?.value).toMatchObject({
      build: { context: './web', args: { A: '1' } },
      cap_drop: ['ALL'],
      command: ['serve'],
      environment: { LEVEL: 'info', MODE: 'fast', DEBUG: '1' },
      env_file: './common/app.env',
      volumes: ['./common/files:/files:ro', 'data:/data'],
      read_only: false,
      depends_on: ['db'],
    });
  });

  it('reads included files, with their paths from where they lie', () => {
    expect(services.get('db')).toMatchObject({ file: 'infra/compose.yaml', value: { build: './infra/db' } });
  });

  it('follows extends within a file, and ends where it goes round', () => {
    expect(services.get('worker')?.value).toMatchObject({ cap_drop: ['ALL'], command: ['work'] });
    const round = 'services:\n  a:\n    extends: b\n    init: true\n  b:\n    extends: a\n';
    expect(resolveCompose(new Map([['c.yaml', round]]), ['c.yaml']).get('b')?.value).toEqual({ init: true });
  });

  it('names the files that are referred to', () => {
    const text =
      'include:\n  - path: [a.yaml, ../b.yaml]\n  - https://x.org/c.yaml\nservices:\n  w:\n    extends: { file: ../../d.yaml, service: x }\n';
    expect(referencesOf('sub/compose.yaml', text).map(({ path }) => path)).toEqual([
      'sub/a.yaml',
      'b.yaml',
      null,
      '../d.yaml',
    ]);
  });
});

describe('edits of what several files bring together', () => {
  it('sees what comes from elsewhere, and sets nothing twice', () => {
    const service = composeService(of());
    expect(service).toMatchObject({ capDrop: ['ALL'], readOnly: false, hasEnvFile: true });
    expect(service?.environment.entries).toEqual([
      { name: 'MODE', value: 'fast', key: 'MODE' },
      { name: 'LEVEL', value: 'info', key: null },
      { name: 'DEBUG', value: '1', key: null },
    ]);
  });

  it('adds to a list only what is new: compose brings the rest', () => {
    expect(withItems(of(), 'cap_drop', ['NET_RAW'])).toEqual([['cap_drop'], ['NET_RAW']]);
    expect(withItems(of(), 'volumes', ['more:/more'])).toEqual([['volumes'], ['data:/data', 'more:/more']]);
  });

  it('edits the file in which the value stands that counts', () => {
    const edited = setInService(of(), [
      [
        ['healthcheck', 'test'],
        ['CMD', 'check'],
      ],
      [['init'], true],
    ]);
    expect(edited.setup?.files.get('compose.override.yaml')).toContain('- check');
    expect(edited.setup?.files.get('compose.yaml')).toContain('    init: true\n');
    expect(edited.setup?.files.get('compose.yaml')).not.toContain('healthcheck');
  });

  it('edits an included service in its own file', () => {
    const edited = setInService(of(), [[['init'], true]], 'db');
    expect(edited.setup?.files.get('infra/compose.yaml')).toBe(`${INFRA}    init: true\n`);
  });

  it('shares rights with siblings through an anchor, and nothing else', () => {
    const text = 'services:\n  web: &app\n    build: .\n  worker:\n    <<: *app\n    command: [work]\n';
    const shared = setupOf({ 'compose.yaml': text });
    const paths = { ...shared.paths, siblings: ['worker'] };
    const edited = setInService({ ...shared, paths }, [[['read_only'], true]]);
    expect(edited.setup && composeServices(edited.setup).get('worker')?.value).toHaveProperty('read_only');
    for (const [over, key] of [
      [[], 'read_only'],
      [['worker'], 'healthcheck'],
    ] as const)
      expect(
        setInService({ ...shared, paths: { ...paths, siblings: over } }, [[[key], { disable: true }]]).reason,
      ).toMatch(/shares/);
  });
});
