import { datastorePorts } from '../ecosystems/datastores.ts';
import { listOf } from '../model/compose-values.ts';
import { defineRule, type Port, type Service } from '../lint/index.ts';

export const composeBindAddress = defineRule({
  id: 'compose-bind-address',
  title: 'Ports bound to an address',
  why: "A port without an address listens on every interface of the host, and the engine's own firewall rules let it through past those of the host. For a database that is the whole network at its password.",
  remedy:
    'Put the address in front: `127.0.0.1:5432:5432`. A server that the world is to reach keeps its port, with `0.0.0.0` said on purpose.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 4,
  aliases: {
    kics: ['451d79dc-0588-476a-ad03-3c7f0320abb3'],
    cis: ['5.14'],
    dclint: ['no-unbound-port-interfaces'],
  },
  variants: {
    datastore: {
      aliases: {
        kics: ['451d79dc-0588-476a-ad03-3c7f0320abb3'],
        cis: ['5.14'],
        dclint: ['no-unbound-port-interfaces'],
      },
    },
    other: {
      severity: 'info',
      aliases: {
        kics: ['451d79dc-0588-476a-ad03-3c7f0320abb3'],
        cis: ['5.14'],
        dclint: ['no-unbound-port-interfaces'],
      },
    },
  },
  links: [
    'https://docs.docker.com/engine/network/port-publishing/',
    'https://docs.docker.com/reference/compose-file/services/#ports',
  ],

  service(service, { report }) {
    const known = datastorePorts(service.value);
    for (const port of service.ports) {
      if (port.address !== null) continue;
      const isOwn = known !== null && (port.target === null || known.some((one) => isWithin(port, one)));
      report({
        at: service.at('ports', port.index),
        variant: isOwn ? 'datastore' : 'other',
        message: isOwn
          ? `\`${service.name}\` publishes the port \`${port.text}\` of its database on every interface of the host, past the host's firewall: bind it to \`127.0.0.1\`, or leave it out where only other services use it.`
          : `\`${service.name}\` publishes \`${port.text}\` on every interface of the host: bind it to \`127.0.0.1\` unless other machines are to reach it.`,
        fix: () => bound(service, port),
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  db:\n    image: postgres:17\n    ports:\n      - "5432:5432" # psql\n      - ${PORT:-5433}:5432\n  web:\n    image: nginx:1.29\n    ports:\n      - target: 80\n        published: 8080\n',
      lines: [5, 6, 10],
      variants: ['datastore', 'datastore', 'other'],
      fixed:
        'services:\n  db:\n    image: postgres:17\n    ports:\n      - "127.0.0.1:5432:5432" # psql\n      - 127.0.0.1:${PORT:-5433}:5432\n  web:\n    image: nginx:1.29\n    ports:\n      - target: 80\n        published: 8080\n        host_ip: 127.0.0.1\n',
    },
    {
      text: "services:\n  web:\n    image: nginx:1.29\n    ports: ['80', 81]\n",
      lines: [4, 4],
      fixed: "services:\n  web:\n    image: nginx:1.29\n    ports: ['127.0.0.1::80', '127.0.0.1::81']\n",
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    ports:\n      - "0.0.0.0:80:80"\n      - "[::1]:81:81"\n      - ${ADDRESS:-127.0.0.1}:82:82\n    expose: ["83"]\n',
    },
  ],
});

const isWithin = ({ target }: Port, port: number): boolean =>
  target !== null && port >= target.first && port <= target.last;

function bound(service: Service, { index, form, isFixed }: Port) {
  const path = ['services', service.name, 'ports', index];
  if (service.file.yaml.isShared(path)) return null;
  if (form === 'long') return service.set(['ports', index, 'host_ip'], '127.0.0.1');
  const scalar = service.file.yaml.scalarAt(path);
  if (scalar === null || scalar.quoting === 'block') return null;
  const text = `127.0.0.1:${isFixed ? '' : ':'}${scalar.text}`;
  const lone = scalar.quoting === 'plain' && !isFixed;
  const mark = { single: "'", double: '"', plain: lone ? "'" : '' }[scalar.quoting];
  // one that is in the list already would be refused
  if (listOf(service.own['ports']).includes(text)) return null;
  return [{ range: scalar.range, text: `${mark}${text}${mark}` }];
}
