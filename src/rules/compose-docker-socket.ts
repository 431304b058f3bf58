import { defineRule } from '../lint/index.ts';

/** The sockets of Docker, containerd, CRI-O and Podman. */
const SOCKET = /(?:docker|containerd|crio|podman)\.sock$/;

export const composeDockerSocket = defineRule({
  id: 'compose-docker-socket',
  title: "The engine's socket stays out of containers",
  why: "Who can talk to the engine can start a container with the host's disk in it: the socket is root on the host. Read-only does not help, since the socket is asked, not written.",
  remedy:
    'Do without it. Where a program has to watch containers, put a proxy in between that lets through only the questions it asks.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 10,
  aliases: { kics: ['d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b'], cis: ['5.32'] },
  links: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],

  service(service, { report }) {
    for (const { index, source, readOnly } of service.volumes) {
      if (source === null || !SOCKET.test(source)) continue;
      report({
        at: service.at('volumes', index),
        message: `\`${service.name}\` gets the engine's socket \`${source}\`, which is root on the host${readOnly ? ', read-only or not' : ''}: leave it out, or put a proxy in between that lets through only what it asks.`,
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  proxy:\n    image: traefik:v3.5\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n      - type: bind\n        source: /run/podman/podman.sock\n        target: /podman.sock\n',
      lines: [5, 6],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - ./docker.sock.md:/notes\n      - run:/var/run\n',
    },
  ],
});
