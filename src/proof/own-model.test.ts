import { describe, expect, it } from 'vitest';
import type { ComposeModel } from '../engine/index.ts';
import { ownModel, type RunRequest } from './own-model.ts';
import type { Session } from './session.ts';
import { alone, type Stack } from './stack/stack.ts';
import type { Mount } from './stack/mounts.ts';

const session = { run: { id: 'r1' } } as Session;
const request: RunRequest = {
  image: 'shipshape-r1:x',
  ports: [9000],
  environment: {},
  hasHealthCheck: false,
  stack: { ...alone('web'), names: ['web', 'db'], waits: new Map([['web', ['db']]]) },
};

const MODEL: ComposeModel = {
  services: {
    web: {
      build: { context: '.' },
      container_name: 'mine.example',
      networks: { theirs: null },
      network_mode: 'host',
      restart: 'always',
      depends_on: { db: { condition: 'service_healthy' } },
      environment: { A: '', B: 'own', C: null },
      volumes: [
        { type: 'bind', source: '/home/me', target: '/data' },
        { type: 'volume', source: 'outer', target: '/var/lib/x' },
        { type: 'tmpfs', target: '/run' },
      ],
      ports: [
        { target: 8000, published: '80', host_ip: '0.0.0.0' },
        { target: 53, protocol: 'udp', published: '53' },
      ],
      tmpfs: '/scratch',
      healthcheck: { test: ['CMD', 'x'], interval: '30s', start_interval: '5s', timeout: '3s' },
    },
    db: { image: 'postgres:17', ports: [{ target: 5432, published: '5432' }], container_name: 'db' },
    admin: { image: 'admin' },
  },
  networks: { theirs: { external: true } },
  volumes: { outer: { external: true, name: 'precious' } },
};
const own = (over: Partial<RunRequest> = {}) => ownModel(session, MODEL, 'web', { ...request, ...over });

describe('ownModel', () => {
  it("touches nothing of the user's", () => {
    const model = own();
    const text = JSON.stringify(model);
    for (const theirs of [
      'container_name',
      'theirs',
      '0.0.0.0',
      '/home/me',
      'precious',
      'external',
      'always',
      '"host"',
      '"80"',
    ])
      expect(text).not.toContain(theirs);
    expect(Object.keys(model.services).sort()).toEqual(['db', 'web']);
    expect(model['volumes']).toHaveProperty('outer');
    expect(model.services['db']).toMatchObject({ image: 'postgres:17', ports: [], restart: 'no' });
  });

  it('runs the image that was built, its ports on 127.0.0.1', () => {
    const web = own().services['web'];
    expect(web).toMatchObject({ image: 'shipshape-r1:x', pull_policy: 'never', mem_limit: '4g' });
    expect(web).not.toHaveProperty('build');
    expect(web?.['ports']).toEqual([
      { target: 8000, host_ip: '127.0.0.1', protocol: 'tcp', mode: 'ingress' },
      { target: 9000, host_ip: '127.0.0.1', protocol: 'tcp', mode: 'ingress' },
    ]);
  });

  it('sets variables only where there is no value, `$` kept from compose', () => {
    const web = own({ environment: { A: 'a$b', B: 'no', C: 'c', D: 'd' } }).services['web'];
    expect(web?.['environment']).toEqual({ A: 'a$$b', B: 'own', C: 'c', D: 'd' });
  });

  it('asks for health every second', () => {
    expect(own({ hasHealthCheck: true }).services['web']?.['healthcheck']).toMatchObject({
      test: ['CMD', 'x'],
      interval: '1s',
      timeout: '3s',
    });
  });

  it('tries a read-only root with what is to be writable', () => {
    const model = own({ readOnly: { tmpfs: ['/tmp'], volumes: ['/app/data'] } });
    expect(model.services['web']).toMatchObject({ read_only: true, tmpfs: ['/scratch', '/tmp:mode=1777'] });
    expect(model.services['web']?.['volumes']).toContainEqual({
      type: 'volume',
      source: 'trial-0',
      target: '/app/data',
    });
    expect(model['volumes']).toHaveProperty('trial-0');
    expect(model.services['db']).not.toHaveProperty('read_only');
  });

  it('waits for a database by a check of ours, and lets a crash before it pass', () => {
    const model = own();
    expect(model.services['db']?.['healthcheck']).toMatchObject({
      test: ['CMD-SHELL', expect.stringContaining('pg_isready')],
      interval: '1s',
    });
    expect(model.services['web']).toMatchObject({
      depends_on: { db: { condition: 'service_healthy' } },
      restart: 'on-failure:5',
    });
    expect(own({ stack: alone('web') }).services['web']).toMatchObject({ restart: 'no' });
  });

  it('keeps the names that others reach a service by', () => {
    const services = {
      web: { links: ['db:store'], networks: { back: null } },
      db: { image: 'x', container_name: 'shop-db', networks: { back: { aliases: ['database'] } } },
    };
    const model = ownModel(session, { services }, 'web', request);
    expect(model.services['db']?.['networks']).toEqual({
      default: { aliases: ['shop-db', 'database', 'store'] },
    });
    expect(model.services['web']).not.toHaveProperty('links');
  });

  it('runs siblings with the same image and values, unpublished', () => {
    const services = {
      web: {},
      worker: { build: { context: '.' }, command: ['work'], ports: [{ target: 1 }] },
    };
    const stack = { ...alone('web'), names: ['web', 'worker'], siblings: ['worker'] };
    const model = ownModel(session, { services }, 'web', { ...request, environment: { A: '1' }, stack });
    expect(model.services['worker']).toMatchObject({
      image: 'shipshape-r1:x',
      command: ['work'],
      environment: { A: '1' },
      ports: [],
    });
    expect(model.services['worker']).not.toHaveProperty('build');
  });

  it('puts copies and volumes of its own in the place of mounts', () => {
    const bind = (target: string) => ({ type: 'bind', source: `/copy${target}`, target });
    const services = {
      web: {
        volumes: [
          bind('/app'),
          { type: 'volume', target: '/app/node_modules' },
          bind('/etc/x'),
          bind('/data'),
        ],
        secrets: [{ source: 'one', target: '/run/secrets/one' }],
      },
    };
    const stack: Stack = {
      ...alone('web'),
      mounts: new Map([
        [
          'web',
          new Map<string, Mount>([
            ['/app', { kind: 'left-out', why: 'source' }],
            ['/etc/x', { kind: 'copy', path: '/tmp/ours' }],
            ['/data', { kind: 'volume' }],
          ]),
        ],
      ]),
      files: { secrets: new Map([['one', '/tmp/secret']]), configs: new Map() },
    };
    const model = ownModel(session, { services, secrets: { one: { file: '/copy/one' } } }, 'web', {
      ...request,
      stack,
    });
    expect(model.services['web']?.['volumes']).toEqual([
      { type: 'bind', source: '/tmp/ours', target: '/etc/x', read_only: true },
      { type: 'volume', source: 'bind-web-3', target: '/data' },
    ]);
    expect(model['secrets']).toEqual({ one: { file: '/tmp/secret' } });
  });
});
