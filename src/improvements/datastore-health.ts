import { datastoreOf } from '../ecosystems/datastores.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeServices, setInService } from '../model/compose-service.ts';
import type { Setup } from '../model/setup.ts';

/** s that a fresh one takes to set itself up; failures in that time do not count. */
const START_PERIODS: Readonly<Record<string, number>> = { rabbitmq: 30, elasticsearch: 60, opensearch: 60 };

export const datastoreHealth: Change = {
  id: 'datastore-health',
  title: 'Health checks of databases and queues',
  why: 'A database takes a while after its start; only a health check tells compose when it takes work.',
  class: 'needs-proof',
  rungs: ['known-checks'],
  examples: [
    {
      name: 'as its own programs ask',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_DB: shop\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_DB: shop\n    healthcheck:\n      test:\n        - CMD-SHELL\n        - pg_isready -h 127.0.0.1 -U postgres -d "$${POSTGRES_DB:-postgres}"\n      interval: 5s\n      timeout: 5s\n      retries: 5\n      start_period: 10s\n',
      },
    },
    {
      name: 'one that is there, or switched off, stays',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n  cache:\n    image: redis\n    healthcheck:\n      disable: true\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    if (setup.paths.service === null) return notNeeded('no compose service builds it');
    let current: Setup = setup;
    const given: string[] = [];
    const refused: string[] = [];
    for (const [name, { value }] of composeServices(setup)) {
      const datastore = datastoreOf(value);
      if (datastore === null || (value['healthcheck'] ?? null) !== null) continue;
      const check = {
        test: datastore.check(value),
        interval: '5s',
        timeout: '5s',
        retries: 5,
        start_period: `${START_PERIODS[datastore.kind] ?? 10}s`,
      };
      const edited = setInService(current, [[['healthcheck'], check]], name);
      if (edited.setup === null) refused.push(edited.reason);
      else {
        current = edited.setup;
        given.push(
          `the service ${name}${name === datastore.kind ? '' : ` (${datastore.kind})`} had no health check`,
        );
      }
    }
    if (given.length === 0)
      return notNeeded(refused[0] ?? 'the compose file has no database or queue without one');
    return applied(current, ...given, ...refused);
  },
};
