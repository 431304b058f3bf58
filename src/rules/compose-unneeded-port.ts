import { datastorePorts } from '../ecosystems/datastores.ts';
import { textsOf } from '../model/compose-values.ts';
import { defineRule, type Service } from '../lint/index.ts';

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
    const known = datastorePorts(service.value);
    if (known === null || service.ports.length === 0) return;
    const user = service.file.services.find((other) => other !== service && needs(other, service.name));
    if (user === undefined) return;
    for (const { index, text, target } of service.ports) {
      if (target === null || !known.some((port) => port >= target.first && port <= target.last)) continue;
      report({
        at: service.at('ports', index),
        message: `\`${user.name}\` reaches \`${service.name}\` over the project's network, so that publishing \`${text}\` opens it to the host for nothing: leave the mapping out.`,
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

/** It waits for it, links it, or has its name as a host in its settings. */
function needs(service: Service, name: string): boolean {
  if (service.dependencies.has(name)) return true;
  if (textsOf(service.value['links']).some((link) => link.split(':')[0] === name)) return true;
  return service.environment.some(
    ({ value }) =>
      value === name || (value?.includes(`//${name}:`) ?? false) || (value?.includes(`@${name}`) ?? false),
  );
}
