import { datastorePorts } from '../ecosystems/datastores.ts';
import { textsOf } from '../model/compose-values.ts';
import { defineRule, type ComposeFile } from '../lint/index.ts';

export const composeUnneededPort = defineRule({
  id: 'compose-unneeded-port',
  title: 'No port that only sibling services need',
  why: 'Services of one project reach each other by name over their network. A published port adds nothing for them, and opens the database to the host and maybe to the world.',
  remedy:
    'Drop the mapping; `docker compose exec` or a loopback address in an override file serves the developer.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { cis: ['5.9'] },
  // compose-bind-address speaks of the same ports, with a remedy that breaks nobody's tools
  recommended: false,
  links: ['https://docs.docker.com/compose/how-tos/networking/'],

  service(service, { report }) {
    const own = datastorePorts(service.value);
    if (own === null || service.ports.length === 0) return;
    const user = usersOf(service.file).get(service.name);
    if (user === undefined) return;
    for (const { index, text, target } of service.ports) {
      if (target === null || !own.some((port) => port >= target.first && port <= target.last)) continue;
      report({
        at: service.at('ports', index),
        message: `\`${user}\` reaches \`${service.name}\` over the project's network, so that publishing \`${text}\` opens it to the host for nothing: leave the mapping out.`,
        fix: () => (service.ports.length === 1 ? service.remove('ports') : service.remove('ports', index)),
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    build: .\n    depends_on: [db]\n  db:\n    image: postgres:17\n    ports:\n      - 5432:5432\n    restart: always\n',
      lines: [8],
      fixed:
        'services:\n  web:\n    build: .\n    depends_on: [db]\n  db:\n    image: postgres:17\n    restart: always\n',
    },
  ],
  valid: [
    { text: 'services:\n  db:\n    image: postgres:17\n    ports:\n      - 5432:5432\n' },
    {
      text: 'services:\n  web:\n    build: .\n    depends_on: [queue]\n  queue:\n    image: rabbitmq:4-management\n    ports:\n      - 15672:15672\n',
    },
  ],
});

const known = new WeakMap<ComposeFile, ReadonlyMap<string, string>>();

/** By the name of a service one that waits for it, links it, or has its name as a host in its settings. */
function usersOf(file: ComposeFile): ReadonlyMap<string, string> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const users = new Map<string, string>();
  for (const service of file.services) {
    const links = textsOf(service.value['links']).map((link) => link.split(':')[0] ?? '');
    const hosts = service.environment.flatMap(({ value }) => hostsIn(value ?? ''));
    for (const name of [...service.dependencies.keys(), ...links, ...hosts])
      if (name !== service.name && !users.has(name)) users.set(name, service.name);
  }
  known.set(file, users);
  return users;
}

/** `db`, `db:5432`, and the host of a URL. */
const hostsIn = (text: string): string[] =>
  [...text.matchAll(/(?:^|\/\/|@)([\w-][\w.-]{0,60})(?=[:/]|$)/g)].map(([, host = '']) => host);
