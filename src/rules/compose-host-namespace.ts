import { isMapping, textOf } from '../model/compose-values.ts';
import { defineRule, type Service } from '../lint/index.ts';

const PID = ['4f31dd9f-2cc3-4751-9b53-67e4af83dac0'];

const KEYS = [
  ['network', 'network_mode', 'reaches every port that listens on the host, those for the host alone too'],
  ['pid', 'pid', 'sees every process of the host, with the environment and the files that it has open'],
  ['ipc', 'ipc', 'reads and writes the memory that processes of the host share'],
  ['uts', 'uts', 'can rename the host'],
  ['user', 'userns_mode', 'is root on the host when it is root in its container'],
  ['cgroup', 'cgroup', 'sees the control groups of the host'],
] as const;

export const composeHostNamespace = defineRule({
  id: 'compose-host-namespace',
  title: 'Namespaces of its own',
  why: 'Namespaces are the walls of a container. With `host` one of them is gone: the network lets a process reach what listens on the host alone, `pid` shows it all processes and their secrets.',
  remedy: 'Take the key out; publish the ports that are to be reached, and share single folders or volumes.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 6,
  aliases: {
    kics: [
      '071a71ff-f868-47a4-ac0b-3c59e4ab5443',
      ...PID,
      'baa3890f-bed7-46f5-ab8f-1da8fc91c729',
      '8af7162d-6c98-482f-868e-0d33fb675ca8',
    ],
    cis: ['5.10', '5.16', '5.17', '5.21', '5.31'],
  },
  variants: {
    network: { aliases: { kics: ['071a71ff-f868-47a4-ac0b-3c59e4ab5443'], cis: ['5.10'] } },
    pid: { aliases: { kics: PID, cis: ['5.16'] } },
    ipc: { aliases: { kics: ['baa3890f-bed7-46f5-ab8f-1da8fc91c729'], cis: ['5.17'] } },
    uts: { aliases: { cis: ['5.21'] } },
    user: { aliases: { kics: ['8af7162d-6c98-482f-868e-0d33fb675ca8'], cis: ['5.31'] } },
    cgroup: { aliases: {} },
    // KICS wants the key to be there, though without it the container has processes of its own
    'pid-unsaid': { aliases: { kics: PID }, recommended: false, severity: 'style' },
  },
  links: [
    'https://docs.docker.com/reference/compose-file/services/#network_mode',
    'https://docs.docker.com/engine/security/userns-remap/',
  ],

  service(service, { report, wants }) {
    for (const [variant, key, consequence] of KEYS) {
      if (textOf(service.own[key]) !== 'host') continue;
      report({
        at: service.at(key),
        variant,
        message: `\`${service.name}\` shares a namespace with the host (\`${key}: host\`) and so ${consequence}: take the key out.`,
        fix: () => service.remove(key),
      });
    }
    for (const { name, key } of hostNetworks(service))
      report({
        at: service.at('networks', key),
        variant: 'network',
        message: `The network \`${name}\` of \`${service.name}\` is the host's own: it reaches every port that listens on the host, those for the host alone too.`,
      });
    if (wants('pid-unsaid') && service.isWhole && !service.has('pid'))
      report({
        at: service.at(),
        variant: 'pid-unsaid',
        message: `\`${service.name}\` does not say whose processes it sees: without \`pid\` those of its container alone.`,
      });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    network_mode: host\n    pid: "host"\n    ipc: host\n    uts: host\n    userns_mode: host\n    restart: always\n',
      lines: [2, 4, 5, 6, 7, 8].slice(1),
      variants: ['network', 'pid', 'ipc', 'uts', 'user'],
      fixed: 'services:\n  web:\n    image: nginx:1.29\n    restart: always\n',
    },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    pid: service:db\n    networks: [outside]\nnetworks:\n  outside:\n    external: true\n    name: host\n',
      lines: [5],
      variants: ['network'],
    },
    { text: 'services:\n  web:\n    image: nginx:1.29\n', lines: [2], variants: ['pid-unsaid'] },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    network_mode: service:vpn\n    pid: service:vpn\n    ipc: shareable\n    build:\n      context: .\n      network: host\n',
    },
  ],
});

function hostNetworks({ own, file }: Service): { name: string; key: string | number }[] {
  const declared = file.root['networks'];
  if (!isMapping(declared)) return [];
  const isHost = (name: string): boolean => {
    const network = Object.hasOwn(declared, name) ? declared[name] : null;
    return isMapping(network) && textOf(network['name']) === 'host';
  };
  const { networks } = own;
  const names: [string | number, string][] = Array.isArray(networks)
    ? networks.map((name, index) => [index, String(name)])
    : Object.keys(isMapping(networks) ? networks : {}).map((name) => [name, name]);
  return names.flatMap(([key, name]) => (isHost(name) ? [{ name, key }] : []));
}
