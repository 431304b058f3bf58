import { argumentsOf, defineRule, type Command, type RuleContext } from '../lint/index.ts';

const SERVERS = new Set([
  'openssh-server',
  'dropbear',
  'openssh',
  'openssh-server-pam',
  'tinyssh',
  'telnetd',
  'vsftpd-ssh',
]);

export const noSshServer = defineRule({
  id: 'no-ssh-server',
  title: 'No remote login into the container',
  why: 'An ssh server in a container is a second service with accounts, keys and updates of its own, and a way in that the platform does not see.',
  remedy:
    'Take the server and its port out; look into a container with `docker exec` or what the platform offers.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 3,
  aliases: {
    trivy: ['DS-0004'],
    kics: ['5907595b-5b6d-4142-b173-dbb0e73fbff8'],
    checkov: ['CKV_DOCKER_1'],
    cis: ['5.7'],
  },
  variants: {
    port: {
      aliases: {
        trivy: ['DS-0004'],
        kics: ['5907595b-5b6d-4142-b173-dbb0e73fbff8'],
        checkov: ['CKV_DOCKER_1'],
        cis: ['5.7'],
      },
    },
    server: { aliases: { cis: ['5.7'] } },
  },
  links: ['https://docs.docker.com/engine/containers/multi-service_container/'],

  instructions: {
    EXPOSE(instruction, { report }) {
      for (const word of instruction.node.words) {
        const [, first = '', last] =
          /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(instruction.valueOf(word.value) ?? '') ?? [];
        if (first === '' || Number(first) > 22 || Number(last ?? first) < 22) continue;
        report({
          at: word.range,
          variant: 'port',
          message:
            'Port 22 is for remote login; look into the container with `docker exec` instead, and leave the port out.',
        });
      }
    },
  },
  commands: {
    'apt-get': look,
    apt: look,
    aptitude: look,
    apk: look,
    yum: look,
    dnf: look,
    microdnf: look,
    zypper: look,
  },

  invalid: [
    {
      text: 'FROM debian:13\nEXPOSE 22\nEXPOSE 80 22/tcp 20-25\n',
      lines: [2, 3, 3],
      variants: ['port', 'port', 'port'],
    },
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y openssh-server\n',
      lines: [2],
      variants: ['server'],
    },
    { text: 'FROM alpine:3.22\nRUN apk add --no-cache openssh\n', lines: [2], variants: ['server'] },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get install -y openssh-client\nEXPOSE 8080 2222/tcp 122\n' },
    { text: 'FROM alpine:3.22\nRUN apk add openssh-client && apk del openssh\n' },
    // only what ships can be logged in to
    { text: 'FROM debian:13 AS test\nRUN apt-get install -y openssh-server\nFROM debian:13\n' },
  ],
});

function look(command: Command, { report }: RuleContext): void {
  if (command.instruction.stage?.ships === false) return;
  const [verb, ...packages] = argumentsOf(command, {
    letters: 'tocX',
    names: ['virtual', 'repository'],
  }).operands;
  if (!/^(?:install|add|in|reinstall)$/.test(verb?.value ?? '')) return;
  for (const { value, range } of packages) {
    const name = value?.replace(/[=<>~].*$/, '') ?? '';
    // Alpine's `openssh` brings the server, the others' the client
    if (!SERVERS.has(name) || (name === 'openssh' && command.program !== 'apk')) continue;
    report({
      at: range,
      variant: 'server',
      message:
        name === 'openssh'
          ? '`openssh` brings the ssh server too; `openssh-client-default` is enough to reach others.'
          : `\`${name}\` is a server for remote login; look into the container with \`docker exec\` instead.`,
    });
  }
}
