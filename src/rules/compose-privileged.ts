import { isTrue } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';

export const composePrivileged = defineRule({
  id: 'compose-privileged',
  title: 'No privileged containers',
  why: 'A privileged container has every capability, every device and no filter of system calls: who takes it over has the host.',
  remedy:
    'Take `privileged` out; give the one device or capability that the program asks for with `devices` or `cap_add`.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 10,
  aliases: { kics: ['ae5b6871-7f45-42e0-bb4c-ab300c4d2026'], cis: ['5.5'] },
  links: ['https://docs.docker.com/reference/compose-file/services/#privileged'],

  service(service, { report }) {
    if (!isTrue(service.own['privileged'])) return;
    report({
      at: service.at('privileged'),
      message: `\`${service.name}\` runs privileged, with all rights over the host: take the key out, and give it the one device or capability that it needs.`,
      fix: () => service.remove('privileged'),
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    privileged: true\n    restart: always\n',
      lines: [4],
      fixed: 'services:\n  web:\n    image: nginx:1.29\n    restart: always\n',
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    privileged: false\n    build:\n      privileged: true\n',
    },
  ],
});
