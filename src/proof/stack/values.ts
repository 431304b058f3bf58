import type { ComposeModel } from '../../engine/index.ts';
import { datastoreOf } from '../../ecosystems/datastores.ts';
import { pairsOf, type Mapping } from '../../model/compose-values.ts';
import { inventValue } from '../invented-values.ts';

/** What a fresh database must be given, or it refuses to start; any of the others does as well. */
const WANTED: Readonly<Record<string, { name: string; or: RegExp }>> = {
  postgres: { name: 'POSTGRES_PASSWORD', or: /^POSTGRES_(PASSWORD_FILE|HOST_AUTH_METHOD)$/ },
  mysql: {
    name: 'MYSQL_ROOT_PASSWORD',
    or: /^MYSQL_(ROOT_PASSWORD_FILE|ALLOW_EMPTY_PASSWORD|RANDOM_ROOT_PASSWORD)$/,
  },
  mariadb: {
    name: 'MARIADB_ROOT_PASSWORD',
    or: /^(MARIADB|MYSQL)_(ROOT_PASSWORD(_FILE|_HASH)?|ALLOW_EMPTY(_ROOT)?_PASSWORD|RANDOM_ROOT_PASSWORD)$/,
  },
};

/**
 * Values for variables of a database's own service that have none: a database without a password does not start.
 * @param names variables of its `env_file`, whose values are not read
 */
export function datastoreValues(service: Mapping, names: readonly string[]): Record<string, string> {
  const datastore = datastoreOf(service);
  if (datastore === null) return {};
  const environment = pairsOf(service['environment']);
  const open = environment.filter(({ value }) => value === null || value === '').map(({ name }) => name);
  const values: Record<string, string> = {};
  for (const name of [...open, ...names]) {
    const value = inventValue(name);
    if (value !== null) values[name] = value;
  }
  const wanted = WANTED[datastore.kind];
  const isSet = (pattern: RegExp): boolean =>
    environment.some(({ name }) => pattern.test(name)) || names.some((name) => pattern.test(name));
  if (wanted !== undefined && !isSet(wanted.or) && !isSet(new RegExp(`^${wanted.name}$`)))
    values[wanted.name] = inventValue(wanted.name) ?? '';
  return values;
}

/**
 * The address of a database of the same stack for a variable that nobody gave a value: the one service of its kind.
 * Null where there is none, or more than one.
 */
export function wiredValue(
  name: string,
  model: ComposeModel,
  values: Readonly<Record<string, Mapping>>,
): string | null {
  const [, prefix = '', part = ''] =
    /^(?:\w*_)?(POSTGRES(?:QL)?|PG|DB|DATABASE|SQL|MYSQL|MARIADB|REDIS|CACHE|CELERY_BROKER|BROKER|MONGO(?:DB)?|RABBITMQ|AMQP)_?(URL|URI|DSN|HOST|HOSTNAME|SERVER|PORT)$/.exec(
      name,
    ) ?? [];
  if (part === '') return null;
  const kinds = KINDS.find(([pattern]) => pattern.test(prefix))?.[1] ?? [];
  const stores = Object.entries(model.services).flatMap(([service, value]) => {
    const datastore = datastoreOf(value);
    return datastore !== null && kinds.includes(datastore.kind) ? [{ service, datastore }] : [];
  });
  const [store] = stores;
  if (store === undefined || stores.length > 1) return null;
  const port = store.datastore.ports[0] ?? 0;
  if (part === 'PORT') return String(port);
  if (/^(HOST|HOSTNAME|SERVER)$/.test(part)) return store.service;
  return addressOf(store.datastore.kind, store.service, port, values[store.service] ?? {});
}

const KINDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(POSTGRES|PG)/, ['postgres']],
  [/^(MYSQL|MARIADB)/, ['mysql', 'mariadb']],
  [/^(DB|DATABASE|SQL)$/, ['postgres', 'mysql', 'mariadb', 'mongo']],
  [/^(REDIS|CACHE)$/, ['redis', 'valkey']],
  [/BROKER$/, ['redis', 'valkey', 'rabbitmq']],
  [/^MONGO/, ['mongo']],
  [/^(RABBITMQ|AMQP)$/, ['rabbitmq']],
];

function addressOf(kind: string, host: string, port: number, service: Mapping): string | null {
  const value = (pattern: RegExp): string | null =>
    pairsOf(service['environment']).find((pair) => pattern.test(pair.name))?.value ?? null;
  const account = (user: RegExp, password: RegExp, fallback: string): string => {
    const word = value(password);
    return `${encodeURIComponent(value(user) ?? fallback)}${word === null ? '' : `:${encodeURIComponent(word)}`}@`;
  };
  if (kind === 'redis' || kind === 'valkey') return `redis://${host}:${port}/0`;
  if (kind === 'postgres') {
    const who = account(/^POSTGRES_USER$/, /^POSTGRES_PASSWORD$/, 'postgres');
    return `postgresql://${who}${host}:${port}/${value(/^POSTGRES_DB$/) ?? value(/^POSTGRES_USER$/) ?? 'postgres'}`;
  }
  if (kind === 'mysql' || kind === 'mariadb') {
    const hasUser = value(/^(MYSQL|MARIADB)_USER$/) !== null;
    const who = hasUser
      ? account(/^(MYSQL|MARIADB)_USER$/, /^(MYSQL|MARIADB)_PASSWORD$/, 'root')
      : account(/^$/, /^(MYSQL|MARIADB)_ROOT_PASSWORD$/, 'root');
    return `mysql://${who}${host}:${port}/${value(/^(MYSQL|MARIADB)_DATABASE$/) ?? ''}`;
  }
  if (kind === 'rabbitmq')
    return `amqp://${account(/^RABBITMQ_DEFAULT_USER$/, /^RABBITMQ_DEFAULT_PASS$/, 'guest').replace(/^guest@/, 'guest:guest@')}${host}:${port}//`;
  if (kind === 'mongo') return `mongodb://${host}:${port}/${value(/^MONGO_INITDB_DATABASE$/) ?? 'app'}`;
  return null;
}
