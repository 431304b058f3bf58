import { describe, expect, it } from 'vitest';
import { composeShape } from './schema.ts';
import { schemaProblems } from './validate.ts';

const service = (value: unknown) => ({ services: { web: { image: 'a', ...(value as object) } } });
const found = (value: unknown) =>
  schemaProblems(value, composeShape()).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('schemaProblems', () => {
  it.each([
    [service({ ports: ['80:80', 81, { target: 82 }] })],
    [service({ environment: { A: 1, B: null, C: true } })],
    [service({ build: { context: '.', args: ['A=b'], 'x-note': 1 } })],
    [service({ healthcheck: { test: ['CMD', 'true'], retries: '3' } })],
    [service({ read_only: '${READ_ONLY}', init: 'true', deploy: null })],
    [service({ use_api_socket: '${SOCKET}' })],
    [{ 'x-mine': [], services: {}, volumes: { data: null }, networks: { a: { external: true } } }],
  ])('takes %j', (value) => {
    expect(found(value)).toEqual([]);
  });

  it.each([
    [service({ ports: '80:80' }), 'services.web.ports: `ports` is a text, and Compose wants a list there.'],
    [
      service({ user: 1 }),
      'services.web.user: `user` is a number, and Compose wants a text there: put it in quotes.',
    ],
    [
      service({ depends_on: { db: {} } }),
      'services.web.depends_on.db: `db` lacks `condition`, which Compose asks for there.',
    ],
    [
      service({ cap_add: ['A', 'A'] }),
      'services.web.cap_add.1: `cap_add` holds the same item twice, which Compose refuses: take one out.',
    ],
    [
      service({ volumes: [{ type: 'bnd' }] }),
      'services.web.volumes.0.type: `type` cannot be `bnd`: Compose takes `bind`, `volume`, `tmpfs`, `cluster`, `npipe`, `image`; `bind` is meant, perhaps.',
    ],
    [
      service({ enviroment: {} }),
      'services.web.enviroment: Within `web` Compose knows no key `enviroment` and refuses the file: `environment` is meant, perhaps.',
    ],
    [[], ': The file is a list, and Compose wants a map there.'],
  ])('refuses %j', (value, problem) => {
    expect(found(value)).toEqual([problem]);
  });
});
