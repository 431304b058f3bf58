import { datastorePorts } from '../ecosystems/datastores.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeServices, setInService, type ServiceValue } from '../model/compose-service.ts';
import { isMapping, listOf, textOf } from '../model/compose-values.ts';

const LOCAL = '127.0.0.1';

export const publishedDatastores: Change = {
  id: 'datastore-ports',
  title: 'Databases published to this machine only',
  why: 'A published port is open to the whole network, past the firewall of the host; tools on this machine still reach it.',
  class: 'needs-proof',
  rungs: ['localhost'],
  examples: [
    {
      name: 'short and long form',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    ports: ["80:80"]\n  db:\n    image: postgres:17\n    ports:\n      - "${DB_PORT:-5432}:5432" # for psql\n  cache:\n    image: redis\n    ports:\n      - target: 6379\n        published: 6379\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    ports: ["80:80"]\n  db:\n    image: postgres:17\n    ports:\n      - "127.0.0.1:${DB_PORT:-5432}:5432" # for psql\n  cache:\n    image: redis\n    ports:\n      - target: 6379\n        published: 6379\n        host_ip: 127.0.0.1\n',
      },
    },
    {
      name: 'an address that is given stays, and so does a page for people',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n  db:\n    image: postgres\n    ports: ["0.0.0.0:5432:5432", "[::1]:5432:5432"]\n  queue:\n    image: rabbitmq\n    ports: ["15672:15672"]\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    if (setup.paths.service === null) return notNeeded('no compose service builds it');
    let current = setup;
    const evidence: string[] = [];
    const refused: string[] = [];
    for (const [name, { own, value }] of composeServices(setup)) {
      const ports = datastorePorts(value);
      if (ports === null) continue;
      const values = listOf(own['ports']).flatMap((port, index): ServiceValue[] => {
        const local = isMapping(port)
          ? longForm(port, ports, index)
          : shortForm(textOf(port) ?? '', ports, index);
        return local === null ? [] : [local];
      });
      if (values.length === 0) continue;
      const edited = setInService(current, values, name);
      if (edited.setup === null) refused.push(edited.reason);
      else {
        current = edited.setup;
        evidence.push(`${name} was published to all networks; other machines no longer reach it`);
      }
    }
    if (evidence.length === 0)
      return notNeeded(refused[0] ?? 'no database or queue is published to all networks');
    return applied(current, ...evidence, ...refused);
  },
};

function longForm(
  port: Readonly<Record<string, unknown>>,
  own: readonly number[],
  index: number,
): ServiceValue | null {
  if ((port['host_ip'] ?? null) !== null || !own.includes(Number(port['target']))) return null;
  return [['ports', index, 'host_ip'], LOCAL];
}

/** `published:container`, or `container` alone, which gets a free port of the host. */
function shortForm(port: string, own: readonly number[], index: number): ServiceValue | null {
  // a colon within `${…}` parts nothing
  const parts = port.replaceAll(/\$\{[^}]*\}/g, (one) => '_'.repeat(one.length)).split(':');
  const container = port.slice(port.length - (parts.at(-1)?.length ?? 0));
  const [, number = '', last = number] = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/.exec(withDefaults(container)) ?? [];
  const isOwn = own.some((one) => one >= Number(number) && one <= Number(last)) && number !== '';
  if (parts.length > 2 || !isOwn) return null;
  return [['ports', index], parts.length === 1 ? `${LOCAL}::${port}` : `${LOCAL}:${port}`];
}

const withDefaults = (text: string): string => text.replaceAll(/\$\{\w+:?-([^{}]*)\}/g, '$1');
