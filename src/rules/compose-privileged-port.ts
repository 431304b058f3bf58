import { listOf } from '../model/compose-values.ts';
import { defineRule, type PortRange } from '../lint/index.ts';

const KICS = ['bc2908f3-f73c-40a9-8793-c1b7d5544f79'];
const WEB = new Set([80, 443]);

export const composePrivilegedPort = defineRule({
  id: 'compose-privileged-port',
  title: 'No host port below 1024',
  why: 'Ports below 1024 belong to the services of the host: publishing one stands in the way of them, an engine without root rights cannot bind it, and who reaches it takes it for the host itself.',
  remedy: 'Publish a port above 1023; a reverse proxy is the one that listens on 80 and 443.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  // those who call it have to be told of the new port
  fix: null,
  weight: 0,
  aliases: { kics: KICS, cis: ['5.8'] },
  variants: {
    host: { aliases: { kics: KICS, cis: ['5.8'] } },
    // where the world looks for a web server
    web: { aliases: { kics: KICS, cis: ['5.8'] }, recommended: false },
    container: { aliases: { kics: KICS }, recommended: false },
    // KICS lets it pass where the container may not bind such ports, which says nothing of the host
    'right-dropped': { aliases: { cis: ['5.8'] } },
  },
  links: ['https://docs.docker.com/engine/security/rootless/tips/#exposing-privileged-ports'],

  service(service, { report, wants }) {
    for (const { index, text, published, target } of service.ports) {
      const isHost = isLow(published);
      if (!isHost && !isLow(target)) continue;
      const isWeb = isHost && published.first === published.last && WEB.has(published.first);
      const isDropped = listOf(service.value['cap_drop']).includes('NET_BIND_SERVICE');
      const onHost = isWeb ? 'web' : isDropped ? 'right-dropped' : 'host';
      if (isDropped && (isWeb || !isHost)) continue;
      const variant = isHost ? onHost : 'container';
      if (!wants(variant)) continue;
      report({
        at: service.at('ports', index),
        variant,
        message: isHost
          ? `\`${service.name}\` publishes \`${text}\`, a port of the host below 1024, which a rootless engine cannot bind and which belongs to the host's own services: publish a higher one.`
          : `\`${service.name}\` listens on a port below 1024 in its container (\`${text}\`), for which it needs the right to bind such ports: a higher one needs none.`,
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  ssh:\n    image: sshd:9\n    ports:\n      - "22:2222"\n      - "80:8080"\n      - "8080:80"\n',
      lines: [5, 6, 7],
      variants: ['host', 'web', 'container'],
    },
    {
      text: 'services:\n  ssh:\n    image: sshd:9\n    ports: ["22:22"]\n    cap_drop: [NET_BIND_SERVICE]\n',
      lines: [4],
      variants: ['right-dropped'],
    },
    {
      text: 'services:\n  mail:\n    image: mailpit:1\n    ports:\n      - target: 1025\n        published: "25"\n',
      lines: [5],
      variants: ['host'],
    },
  ],
  valid: [
    { text: 'services:\n  web:\n    image: nginx:1.29\n    ports: ["8080:8080", "3000", "${PORT}:3000"]\n' },
  ],
});

const isLow = (range: PortRange | null): range is PortRange => range !== null && range.first < 1024;
