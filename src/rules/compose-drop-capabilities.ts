import { listOf, textsOf } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';

const KICS = ['ce76b7d0-9e77-464d-b86f-c5c48e03e22d'];
/** With each of these a process in a container is as good as root on the host: capabilities(7). */
const DANGEROUS = new Set(
  'ALL SYS_ADMIN SYS_MODULE SYS_PTRACE SYS_RAWIO SYS_BOOT DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE BPF PERFMON SYSLOG'.split(
    ' ',
  ),
);

export const composeDropCapabilities = defineRule({
  id: 'compose-drop-capabilities',
  title: 'Only the capabilities that are needed',
  why: "The engine leaves a container fourteen of root's rights, such as to change owners or to make raw packets; most programs need none. What is added beyond them may be enough to leave the container.",
  remedy:
    'Drop them all (`cap_drop: [ALL]`) and add back the ones that the program turns out to need; `improve` finds out which.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  // which are to be added back shows only when it runs
  fix: null,
  weight: 3,
  aliases: { kics: KICS, cis: ['5.4'] },
  variants: {
    'not-dropped': { aliases: { kics: KICS, cis: ['5.4'] } },
    dangerous: { aliases: { kics: KICS, cis: ['5.4'] }, severity: 'warning' },
    added: { aliases: { kics: KICS }, recommended: false },
  },
  links: [
    'https://docs.docker.com/engine/security/#linux-kernel-capabilities',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],

  service(service, { report }) {
    const added = textsOf(service.own['cap_add']);
    const dangerous = added.filter((name) => DANGEROUS.has(plain(name)));
    if (dangerous.length > 0)
      report({
        at: service.at('cap_add'),
        variant: 'dangerous',
        message: `\`${service.name}\` gets ${dangerous.map((name) => `\`${name}\``).join(' and ')}, with which a process can take over the host: find out which smaller right it needs.`,
      });
    else if (Object.hasOwn(service.own, 'cap_add'))
      report({
        at: service.at('cap_add'),
        variant: 'added',
        message: `\`${service.name}\` gets capabilities beyond the default: make sure that it needs each of them.`,
      });
    if (!service.isWhole || service.has('cap_drop')) return;
    report({
      at: service.at(),
      // with all of them added it is told already
      variant: isAll(listOf(service.value['cap_add'])) ? 'added' : 'not-dropped',
      message: `\`${service.name}\` keeps all default capabilities: drop them with \`cap_drop: [ALL]\` and add back what it needs.`,
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n  vpn:\n    image: vpn:1\n    cap_drop: [ALL]\n    cap_add:\n      - NET_ADMIN\n      - CAP_SYS_ADMIN\n  time:\n    image: ntp:4\n    cap_drop: [ALL]\n    cap_add: [SYS_TIME]\n',
      lines: [2, 7, 13],
      variants: ['not-dropped', 'dangerous', 'added'],
    },
  ],
  valid: [
    { text: 'services:\n  web:\n    image: nginx:1.29\n    cap_drop: [ALL]\n' },
    { path: 'compose.override.yaml', text: 'services:\n  web:\n    image: nginx:1.29\n' },
    {
      text: 'services:\n  base:\n    image: nginx:1.29\n    cap_drop: [ALL]\n  web:\n    extends: base\n',
    },
  ],
});

const plain = (name: string): string => name.toUpperCase().replace(/^CAP_/, '');

const isAll = (names: unknown[]): boolean =>
  names.some((name) => typeof name === 'string' && plain(name) === 'ALL');
