import { describe, expect, it } from 'vitest';
import { datastoreOf, datastorePorts } from './datastores.ts';

const checkOf = (service: Record<string, unknown>) => datastoreOf(service)?.check(service).join(' ');

describe('datastoreOf', () => {
  it.each([
    ['postgres', 'postgres'],
    ['postgres:17-alpine', 'postgres'],
    ['docker.io/library/postgres:17@sha256:00', 'postgres'],
    ['postgis/postgis:17-3.5', 'postgres'],
    ['${REGISTRY:-ghcr.io}/acme/redis:${TAG}', 'redis'],
    ['valkey/valkey:8', 'valkey'],
    ['localhost:5000/mysql:8', 'mysql'],
  ])('knows %s', (image, kind) => expect(datastoreOf({ image })?.kind).toBe(kind));

  it.each([
    { image: 'postgres-exporter' },
    { image: 'acme/web' },
    { image: 'postgres', build: './db' },
    { image: 'bitnami/postgresql' },
    {},
  ])('does not take %j for one', (service) => expect(datastoreOf(service)).toBeNull());
});

describe('the check', () => {
  it.each([
    [{ image: 'postgres' }, 'CMD-SHELL pg_isready -h 127.0.0.1 -U postgres -d postgres'],
    [
      { image: 'postgres', environment: ['POSTGRES_USER=shop', 'POSTGRES_DB=${DB}'] },
      'CMD-SHELL pg_isready -h 127.0.0.1 -U "$${POSTGRES_USER:-postgres}" -d "$${POSTGRES_DB:-$${POSTGRES_USER:-postgres}}"',
    ],
    [
      { image: 'postgres', env_file: 'db.env' },
      'CMD-SHELL pg_isready -h 127.0.0.1 -U "$${POSTGRES_USER:-postgres}" -d "$${POSTGRES_DB:-$${POSTGRES_USER:-postgres}}"',
    ],
    [{ image: 'redis:8' }, 'CMD-SHELL redis-cli ping | grep -q PONG'],
    [
      { image: 'redis', command: 'redis-server --requirepass ${REDIS_PASSWORD}' },
      'CMD-SHELL REDISCLI_AUTH="${REDIS_PASSWORD}" redis-cli ping | grep -q PONG',
    ],
    [
      { image: 'redis', command: ['redis-server', '--requirepass', 'pw'] },
      'CMD-SHELL REDISCLI_AUTH="pw" redis-cli ping | grep -q PONG',
    ],
    [{ image: 'mariadb:10.2' }, 'CMD-SHELL mysqladmin ping -h 127.0.0.1 --silent'],
    [{ image: 'mariadb:11' }, 'CMD-SHELL mariadb-admin ping -h 127.0.0.1 --silent'],
    [{ image: 'mongo:4.2.0' }, `CMD-SHELL mongo --quiet --eval "db.adminCommand('ping').ok" | grep -q 1`],
    [{ image: 'mongo:7' }, `CMD-SHELL mongosh --quiet --eval "db.adminCommand('ping').ok" | grep -q 1`],
  ])('of %j', (service, check) => expect(checkOf(service)).toBe(check));
});

it.each([
  ['memcached:1.6', [11211]],
  ['rabbitmq:4-management', [5672]],
  ['mcr.microsoft.com/mssql/server:2022', [1433]],
  ['acme/server', null],
])('datastorePorts of %s', (image, ports) => expect(datastorePorts({ image })).toEqual(ports));
