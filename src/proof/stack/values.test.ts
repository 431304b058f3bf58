import { describe, expect, it } from 'vitest';
import { datastoreValues, wiredValue } from './values.ts';

describe('datastoreValues', () => {
  it('gives a database the password without which it would not start', () =>
    expect(datastoreValues({ image: 'postgres' }, [])).toEqual({ POSTGRES_PASSWORD: 'shipshape-password' }));

  it.each([
    [{ POSTGRES_PASSWORD: 'x' }],
    [{ POSTGRES_PASSWORD_FILE: '/run/secrets/x' }],
    [{ POSTGRES_HOST_AUTH_METHOD: 'trust' }],
  ])('and none where it has %j', (environment) =>
    expect(datastoreValues({ image: 'postgres', environment }, [])).toEqual({}),
  );

  it('fills what is blank, and what its env_file names', () =>
    expect(
      datastoreValues({ image: 'mysql:8', environment: { MYSQL_USER: '' } }, ['MYSQL_ROOT_PASSWORD']),
    ).toEqual({ MYSQL_USER: 'shipshape', MYSQL_ROOT_PASSWORD: 'shipshape-password' }));
});

describe('wiredValue', () => {
  const db = {
    image: 'postgres:17',
    environment: { POSTGRES_USER: 'u', POSTGRES_PASSWORD: 'p/w', POSTGRES_DB: 'd' },
  };
  const services = { db, cache: { image: 'redis' }, queue: { image: 'rabbitmq:4' } };
  it.each([
    ['DATABASE_URL', 'postgresql://u:p%2Fw@db:5432/d'],
    ['APP_DB_HOST', 'db'],
    ['POSTGRES_PORT', '5432'],
    ['REDIS_URL', 'redis://cache:6379/0'],
    ['CELERY_BROKER_URL', null],
    ['RABBITMQ_URL', 'amqp://guest:guest@queue:5672//'],
    ['MYSQL_HOST', null],
    ['API_URL', null],
  ])('%s is %j', (name, value) => expect(wiredValue(name, { services }, services)).toBe(value));
});
