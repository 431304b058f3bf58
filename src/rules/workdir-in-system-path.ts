import { defineRule } from '../lint/index.ts';

const SYSTEM = /^["']?\/(?:proc|sys|dev|boot|initrd|lost\+found)(?=\/|["']?$)/;

export const workdirInSystemPath = defineRule({
  id: 'workdir-in-system-path',
  title: 'No WORKDIR in the system’s own folders',
  why: 'The kernel and the engine mount `/proc`, `/sys` and `/dev` anew in each container: what a build writes there is gone, and a WORKDIR such as `/proc/self/fd/8` was a way out of the container (CVE-2024-21626).',
  remedy: 'Name a folder of the program’s own, such as `/app`.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 6,
  aliases: { trivy: ['DS-0030'] },
  links: [
    'https://nvd.nist.gov/vuln/detail/CVE-2024-21626',
    'https://docs.docker.com/reference/dockerfile/#workdir',
  ],

  instructions: {
    WORKDIR(instruction, { report }) {
      const { node } = instruction;
      const path = instruction.valueOf(node.argument) ?? node.argument;
      if (!SYSTEM.test(path) || /^\/dev\/shm(?:\/|$)/.test(path)) return;
      report({
        at: node.words[0]?.range ?? instruction.at,
        message: `\`${path}\` belongs to the system and is mounted anew in each container, so nothing that is written there stays: work in a folder of the program's own.`,
      });
    },
  },

  invalid: [
    { text: 'FROM debian:13\nWORKDIR /proc/self/fd/1\n', lines: [2] },
    { text: 'FROM debian:13\nWORKDIR "/dev/app"\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM debian:13\nWORKDIR /development\n' },
    { text: 'FROM debian:13\nWORKDIR /app\nWORKDIR proc\n' },
  ],
});
