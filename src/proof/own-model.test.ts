import { describe, expect, it } from 'vitest';
import type { ComposeModel } from '../engine/index.ts';
import { ownModel, type RunRequest } from './own-model.ts';
import type { Session } from './session.ts';
import { alone } from './stack.ts';

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
});
