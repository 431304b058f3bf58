import { defineRule } from '../lint/index.ts';
import { withSecurityOption } from './compose/security-option.ts';

export const composeSecurityProfile = defineRule({
  id: 'compose-security-profile',
  title: 'Security options are named',
  why: "Without `security_opt` a service has the engine's default profiles and nothing beyond them; a profile of its own narrows what a taken-over process can do.",
  remedy:
    'Name the options that the program can live with: `no-new-privileges:true` first, then an AppArmor, SELinux or seccomp profile of its own.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { kics: ['610e266e-6c12-4bca-9925-1ed0cd29742b'], cis: ['5.2', '5.3'] },
  // compose-no-new-privileges asks for the one option that every service can have
  recommended: false,
  links: ['https://docs.docker.com/reference/compose-file/services/#security_opt'],

  service(service, { report }) {
    if (!service.isWhole || service.has('security_opt')) return;
    report({
      at: service.at(),
      message: `\`${service.name}\` names no security option: begin with \`no-new-privileges:true\`.`,
      fix: () => withSecurityOption(service, 'no-new-privileges:true'),
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n',
      lines: [2],
      fixed: 'services:\n  web:\n    image: nginx:1.29\n    security_opt:\n      - no-new-privileges:true\n',
    },
  ],
  valid: [{ text: 'services:\n  web:\n    image: nginx:1.29\n    security_opt: [apparmor=web]\n' }],
});
