import { defineRule } from '../lint/index.ts';
import { isTrue } from '../model/compose-values.ts';
import { withSecurityOption } from './compose/security-option.ts';

const KICS = ['27fcc7d6-c49b-46e0-98f1-6c082a6a2750'];

export const composeNoNewPrivileges = defineRule({
  id: 'compose-no-new-privileges',
  title: 'No new privileges',
  why: 'A setuid program in the image, sudo or one that an attacker brings, makes root of an unprivileged user. With this option the kernel does not let it.',
  remedy: 'Add `no-new-privileges:true` to `security_opt`.',
  category: 'security',
  appliesTo: 'compose',
  // it is a second wall, and no file of today has it
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 3,
  aliases: { kics: KICS, cis: ['5.26'] },
  variants: {
    // other security options are there, so that somebody has thought of them
    incomplete: { aliases: { kics: KICS, cis: ['5.26'] } },
    unset: { aliases: { cis: ['5.26'] } },
    off: { aliases: { kics: KICS, cis: ['5.26'] }, severity: 'warning' },
  },
  links: ['https://docs.docker.com/reference/compose-file/services/#security_opt'],

  service(service, { report }) {
    if (isTrue(service.value['privileged'])) return;
    const options = service.securityOptions;
    const own = options.find((option) => /^no-new-privileges(?:[:=]|$)/.test(option));
    if (own === undefined ? !service.isWhole : !/[:=]false$/.test(own)) return;
    const variant = own !== undefined ? 'off' : service.has('security_opt') ? 'incomplete' : 'unset';
    report({
      at: service.at('security_opt'),
      variant,
      message:
        variant === 'off'
          ? `\`${service.name}\` lets its processes gain rights on purpose: set \`no-new-privileges:true\`.`
          : `A setuid program in \`${service.name}\` can make root of its user: add \`no-new-privileges:true\` to \`security_opt\`.`,
      fix: () => (own === undefined ? withSecurityOption(service, 'no-new-privileges:true') : null),
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n  api:\n    image: nginx:1.29\n    security_opt:\n      - seccomp=./profile.json\n  old:\n    image: nginx:1.29\n    security_opt: [no-new-privileges:false]\n',
      lines: [2, 6, 10],
      variants: ['unset', 'incomplete', 'off'],
      fixed:
        'services:\n  web:\n    image: nginx:1.29\n    security_opt:\n      - no-new-privileges:true\n  api:\n    image: nginx:1.29\n    security_opt:\n      - seccomp=./profile.json\n      - no-new-privileges:true\n  old:\n    image: nginx:1.29\n    security_opt: [no-new-privileges:false]\n',
    },
  ],
  valid: [
    {
      text: 'services:\n  a:\n    image: nginx:1.29\n    security_opt: [no-new-privileges:true]\n  b:\n    image: nginx:1.29\n    security_opt: ["no-new-privileges", "apparmor=web"]\n  c:\n    image: nginx:1.29\n    security_opt: [no-new-privileges=true]\n',
    },
    { text: 'services:\n  a:\n    image: nginx:1.29\n    privileged: true\n' },
  ],
});
