import { describe, expect, it } from 'vitest';
import type { ComposeModel } from '../../engine/index.ts';
import type { VariableUse } from '../../model/facts.ts';
import { namesOf, stackServices } from './services.ts';

const stack = (
  services: ComposeModel['services'],
  { variables = [], ready = [] }: { variables?: VariableUse[]; ready?: string[] } = {},
) => {
  const { names, waits } = stackServices({ services }, ['web'], variables, (name) => ready.includes(name));
  return { names: names.toSorted(), waits: (name: string) => waits.get(name)?.toSorted() };
};
const use = (name: string, value: string): VariableUse => ({
  name,
  default: value,
  required: false,
  secret: false,
  where: 'app.py:1',
});

describe('stackServices', () => {
  it.each([
    [{ depends_on: ['db'] }],
    [{ depends_on: { db: { condition: 'service_healthy' } } }],
    [{ links: ['db:database'] }],
    [{ environment: { URL: 'postgres://u:p@db:5432/x' } }],
    [{ environment: ['DATABASE_URL=postgres://u:p@db/x'] }],
    [{ environment: { PGHOST: 'db' } }],
    [{ environment: { CACHES: 'one:6379,db:6379' } }],
    [{ command: ['wait-for', 'db:5432', '--', 'serve'] }],
    [{ command: 'wait-for db:5432' }],
    [{ environment: { DB_HOST: 'store' } }],
  ])('takes along what the service needs: %j', (web) => {
    const { names, waits } = stack({
      web,
      db: { image: 'x', networks: { default: { aliases: ['store'] } } },
      other: { image: 'y' },
    });
    expect(names).toEqual(['db', 'web']);
    expect(waits('web')).toEqual(['db']);
  });

  it.each([{ environment: { DB_NAME: 'db' } }, { environment: { NOTE: 'a db is fine' } }, { command: 'db' }])(
    'but not what only has its name: %j',
    (web) => expect(stack({ web, db: { image: 'x' } }).names).toEqual(['web']),
  );

  it('goes on from there, and never in a circle', () => {
    const { names, waits } = stack({
      web: { environment: { API_URL: 'http://api:3000' } },
      api: { environment: { FRONT_URL: 'http://web:80' }, depends_on: ['db'] },
      db: {},
    });
    expect(names).toEqual(['api', 'db', 'web']);
    expect(waits('web')).toEqual(['api']);
    expect(waits('api')).toEqual(['db']);
  });

  it('knows what the source falls back to', () =>
    expect(stack({ web: {}, cache: {} }, { variables: [use('REDIS_HOST', 'cache')] }).names).toEqual([
      'cache',
      'web',
    ]));

  it('takes a database that nothing names only where its image is there', () => {
    const services = { web: {}, redis: { image: 'redis' }, tool: { image: 'redis', profiles: ['tools'] } };
    expect(stack(services).names).toEqual(['web']);
    expect(stack(services, { ready: ['redis', 'tool'] }).names).toEqual(['redis', 'web']);
  });
});

it('namesOf tells every name that others reach a service by', () =>
  expect(
    namesOf(
      {
        services: {
          db: { container_name: 'shop-db', hostname: 'dbhost', networks: { back: { aliases: ['store'] } } },
          web: { links: ['db:database'] },
        },
      },
      'db',
    ),
  ).toEqual(['db', 'shop-db', 'dbhost', 'store', 'database']));
