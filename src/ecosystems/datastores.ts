import { isMapping, pairsOf, textOf, type Mapping } from '../model/compose-values.ts';

/** A database, cache or queue that is known by the name of its image. */
export interface Datastore {
  kind: string;
  /** TCP ports that it serves by default */
  ports: readonly number[];
  /** folders that hold its data */
  data: readonly string[];
  /** asks it, with what its image has, whether it takes work; words as compose writes them (`$$` is a dollar) */
  check: (service: Mapping) => string[];
}

const shell = (command: string): string[] => ['CMD-SHELL', command];

/** The value behind a variable is only known in the container: `$$NAME` is read there. */
const isSet = (service: Mapping, name: string): boolean =>
  pairsOf(service['environment']).some((pair) => pair.name === name && pair.value !== '');

/** `env_file` may set what nobody sees here. */
const mayBeSet = (service: Mapping, name: string): boolean =>
  isSet(service, name) || (service['env_file'] ?? null) !== null;

/** Over TCP: the server that sets up a fresh database listens on its socket alone, and is not the one to wait for. */
function postgres(service: Mapping): string[] {
  const user = mayBeSet(service, 'POSTGRES_USER') ? '"$${POSTGRES_USER:-postgres}"' : 'postgres';
  // for a database that is not there every question would be an error in the log
  const fallback = user === 'postgres' ? 'postgres' : '$${POSTGRES_USER:-postgres}';
  const database = mayBeSet(service, 'POSTGRES_DB') ? `"$\${POSTGRES_DB:-${fallback}}"` : user;
  return shell(`pg_isready -h 127.0.0.1 -U ${user} -d ${database}`);
}

function redis(tool: 'redis-cli' | 'valkey-cli'): Datastore['check'] {
  return (service) => {
    const password = ['REDIS_PASSWORD', 'VALKEY_PASSWORD'].find((name) => isSet(service, name));
    const inCommand = requirepass(service['command']);
    // the tool reads it from REDISCLI_AUTH, so that no list of processes shows it
    if (inCommand !== null || password !== undefined) {
      const value = inCommand ?? `"$$${password}"`;
      return shell(`REDISCLI_AUTH=${value} ${tool} ping | grep -q PONG`);
    }
    return shell(`${tool} ping | grep -q PONG`);
  };
}

/** What follows `--requirepass`, as one word of a shell. */
function requirepass(command: unknown): string | null {
  const words = Array.isArray(command)
    ? command.map((word) => textOf(word) ?? '')
    : (textOf(command) ?? '').split(/\s+/);
  const text = words.join(' ');
  const found = /--requirepass[= ]+("[^"]*"|'[^']*'|\S+)/.exec(text)?.[1];
  if (found === undefined) return null;
  return /^["']/.test(found) ? found : `"${found}"`;
}

/**
 * Answers even where the password is wrong, so none is needed; over TCP, as for postgres. The image's healthcheck.sh
 * would need an account that databases of before 2021 do not have.
 */
const mysqlWith = (tool: string): string[] => shell(`${tool} ping -h 127.0.0.1 --silent`);

/** The client's name changed with MariaDB 10.4.6, and the old one is gone since 11. */
const mariadb: Datastore['check'] = (service) =>
  mysqlWith(/:(5|10\.[0-3])([.-]|$)/.test(textOf(service['image']) ?? '') ? 'mysqladmin' : 'mariadb-admin');

/** `mongosh` came with MongoDB 5, and took the place of `mongo` in 6. */
const mongo: Datastore['check'] = (service) => {
  const tool = /:v?[0-4](\.|-|$)/.test(textOf(service['image']) ?? '') ? 'mongo' : 'mongosh';
  return shell(`${tool} --quiet --eval "db.adminCommand('ping').ok" | grep -q 1`);
};

const http = (port: number, path: string, service: Mapping): string[] => {
  const password = isSet(service, 'ELASTIC_PASSWORD') ? ' -u "elastic:$$ELASTIC_PASSWORD"' : '';
  return shell(`curl -fsS${password} -o /dev/null http://127.0.0.1:${port}${path}`);
};

const one = (
  kind: string,
  ports: readonly number[],
  data: readonly string[],
  check: Datastore['check'],
): Datastore => ({ kind, ports, data, check });

/** By the last part of the image's name; checks from the images' own documentation. */
const KNOWN: readonly (readonly [RegExp, Datastore])[] = [
  [
    /^(postgres|postgis|pgvector|timescaledb|timescaledb-ha)$/,
    one('postgres', [5432], ['/var/lib/postgresql', '/var/lib/postgresql/data'], postgres),
  ],
  [/^mariadb$/, one('mariadb', [3306], ['/var/lib/mysql'], mariadb)],
  [
    /^(mysql|mysql-server|percona)$/,
    one('mysql', [3306, 33060], ['/var/lib/mysql'], () => mysqlWith('mysqladmin')),
  ],
  [/^(redis|redis-stack|redis-stack-server|keydb)$/, one('redis', [6379], ['/data'], redis('redis-cli'))],
  [/^valkey$/, one('valkey', [6379], ['/data'], redis('valkey-cli'))],
  [/^mongo$/, one('mongo', [27017], ['/data/db', '/data/configdb'], mongo)],
  [
    /^rabbitmq$/,
    one('rabbitmq', [5672], ['/var/lib/rabbitmq'], () => [
      'CMD',
      'rabbitmq-diagnostics',
      '-q',
      'check_port_connectivity',
    ]),
  ],
  [
    /^elasticsearch$/,
    one('elasticsearch', [9200, 9300], ['/usr/share/elasticsearch/data'], (service) =>
      http(9200, '/_cluster/health', service),
    ),
  ],
  [
    /^opensearch$/,
    one('opensearch', [9200, 9600], ['/usr/share/opensearch/data'], (service) =>
      http(9200, '/_cluster/health', service),
    ),
  ],
];

/** Known too, but without a program that could ask: started is all that can be waited for. */
const WITHOUT_CHECK: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^memcached$/, [11211]],
  [/^(influxdb)$/, [8086]],
  [/^(kafka|cp-kafka)$/, [9092]],
  [/^(cassandra|scylla)$/, [9042]],
  [/^(etcd)$/, [2379]],
  [/^(zookeeper|cp-zookeeper)$/, [2181]],
  [/^(cockroach)$/, [26257]],
  [/^(mssql|server)$/, [1433]],
];

/** The datastore that a service's image is; null for what is not known, and for what the project builds itself. */
export function datastoreOf(service: Mapping): Datastore | null {
  const name = imageName(service);
  // vendors' variants keep their programs and data elsewhere
  if (name === null || isVariant(service)) return null;
  return KNOWN.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** TCP ports of a database, cache or queue, known to be one by its image; null when it is none. */
export function datastorePorts(service: Mapping): readonly number[] | null {
  const name = imageName(service);
  if (name === null) return null;
  const known = KNOWN.find(([pattern]) => pattern.test(name))?.[1].ports;
  const other = WITHOUT_CHECK.find(
    ([pattern]) => pattern.test(name) && (name !== 'server' || isMicrosoft(service)),
  );
  return known ?? other?.[1] ?? null;
}

function imageName(service: Mapping): string | null {
  if (service['build'] !== undefined) return null;
  // the default of `${REGISTRY:-docker.io}/postgres:${TAG:-17}` tells as much as is needed
  const image = (textOf(service['image']) ?? '')
    .replaceAll(/\$\{\w+:?-([^{}]*)\}/g, '$1')
    .replaceAll(/\$\{[^}]*\}|\$\w+/g, '');
  const last = image.split('@')[0]?.split('/').at(-1) ?? '';
  const name = /^[\w.-]+/.exec(last)?.[0] ?? null;
  return name;
}

const isVariant = (service: Mapping): boolean =>
  /(^|\/)(bitnami|bitnamilegacy|cimg|circleci)\//.test(textOf(service['image']) ?? '');
const isMicrosoft = (service: Mapping): boolean => /mssql\/server/.test(textOf(service['image']) ?? '');

/** Its own health check says something, and is not switched off. */
export function hasHealthCheck(service: Mapping): boolean {
  const { healthcheck } = service;
  return isMapping(healthcheck) && (healthcheck['test'] ?? null) !== null;
}
