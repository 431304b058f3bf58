import { listOf, textOf } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';

export const composeSeccompDisabled = defineRule({
  id: 'compose-seccomp-disabled',
  title: 'The filter of system calls stays on',
  why: "The engine's default seccomp profile keeps some forty system calls from containers, those by which containers were left before among them. `unconfined` gives them all back.",
  remedy: 'Take the option out; where one call is missing, use a profile that allows just that.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 8,
  aliases: { kics: ['404fde2c-bc4b-4371-9747-7054132ac953'], cis: ['5.22'] },
  links: ['https://docs.docker.com/engine/security/seccomp/'],

  service(service, { report }) {
    const own = listOf(service.own['security_opt']);
    for (const [index, option] of own.entries()) {
      if (!/^seccomp[:=]unconfined$/.test(textOf(option)?.trim() ?? '')) continue;
      report({
        at: service.at('security_opt', index),
        message: `\`${service.name}\` runs without the filter of system calls: take the option out, or name a profile that allows the one call it needs.`,
        fix: () =>
          own.length === 1 ? service.remove('security_opt') : service.remove('security_opt', index),
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    security_opt:\n      - seccomp:unconfined\n  api:\n    image: nginx:1.29\n    security_opt:\n      - seccomp=unconfined\n      - no-new-privileges:true\n',
      lines: [5, 9],
      fixed:
        'services:\n  web:\n    image: nginx:1.29\n  api:\n    image: nginx:1.29\n    security_opt:\n      - no-new-privileges:true\n',
    },
  ],
  valid: [{ text: 'services:\n  web:\n    image: nginx:1.29\n    security_opt: [seccomp:./profile.json]\n' }],
});
