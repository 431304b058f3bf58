import { composeService } from '../../model/compose-service.ts';
import type { Setup } from '../../model/setup.ts';
import { parseYaml } from '../../syntax/yaml/index.ts';
import { andList, code } from './markdown.ts';
import type { SectionFacts } from './facts.ts';
import { shellWord } from '../../syntax/shell/index.ts';
import { composeCommand } from './how-it-runs.ts';

/** Images of databases, and what writes their whole content to the standard output inside the container. */
const DUMPS: readonly [image: RegExp, dump: string][] = [
  [
    /(^|\/)(postgres|postgis|timescaledb)(:|@|$)/,
    `sh -c 'pg_dumpall -U "\${POSTGRES_USER:-postgres}"' > backup.sql`,
  ],
  [/(^|\/)mysql(:|@|$)/, `sh -c 'mysqldump --all-databases -p"$MYSQL_ROOT_PASSWORD"' > backup.sql`],
  [/(^|\/)mariadb(:|@|$)/, `sh -c 'mariadb-dump --all-databases -p"$MARIADB_ROOT_PASSWORD"' > backup.sql`],
  [/(^|\/)mongo(:|@|$)/, 'mongodump --archive > backup.archive'],
  [/(^|\/)redis(:|@|$)/, 'redis-cli --rdb - > backup.rdb'],
  [/(^|\/)valkey(:|@|$)/, 'valkey-cli --rdb - > backup.rdb'],
];

/** Databases by the name of their service, then the named volumes of the program; and that there is nothing of both. */
export function backup({ after }: SectionFacts): string | null {
  const { compose } = after.paths;
  const text = after.files.get(compose ?? '');
  const services = text === undefined ? {} : parseYaml(text).get(['services']);
  const databases = Object.entries((services ?? {}) as Record<string, { image?: unknown } | null>).flatMap(
    ([name, service]) => {
      const image = typeof service?.image === 'string' ? service.image : '';
      const dump = DUMPS.find(([pattern]) => pattern.test(image))?.[1];
      return dump === undefined ? [] : [{ name, dump }];
    },
  );
  const volumes = namedVolumes(after);
  const sentences = [
    ...databases.map(
      ({ name, dump }) =>
        `${code(`${composeCommand(after.paths)} exec -T ${shellWord(name)} ${dump}`)} writes out what ${code(name)} holds.`,
    ),
    ...(volumes.length === 0
      ? []
      : [
          `What it writes lies in ${volumes.length === 1 ? 'the volume' : 'the volumes'} ${andList(volumes.map(code))}, which a backup must take in.`,
        ]),
  ];
  if (sentences.length > 0) return `**Back up.** ${sentences.join(' ')}`;
  const writes = after.facts.run?.writes ?? [];
  if (after.facts.run === null) return null;
  return writes.length === 0
    ? '**Back up.** No database, no named volume and no written file was seen, so there is nothing to back up but the project itself.'
    : `**Back up.** It writes to ${andList(writes.map(({ path }) => code(path)))}, which is in no volume: what must outlive the container needs one.`;
}

function namedVolumes(setup: Setup): string[] {
  const volumes = composeService(setup)?.volumes ?? [];
  return volumes.flatMap(({ source }) => (source !== null && /^[A-Za-z0-9]/.test(source) ? [source] : []));
}
