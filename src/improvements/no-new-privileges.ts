import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeService, setInService, withItems } from '../model/compose-service.ts';
import { onEveryService } from '../model/every-service.ts';

export const noNewPrivileges: Change = {
  id: 'no-new-privileges',
  title: 'No new privileges',
  why: 'A setuid program in the image cannot make root of the unprivileged user any more.',
  class: 'needs-proof',
  rungs: ['set'],
  examples: [
    {
      name: 'set',
      before: { Dockerfile: 'FROM alpine\n', 'compose.yaml': 'services:\n  web:\n    build: .\n' },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    security_opt:\n      - no-new-privileges:true\n',
      },
    },
    {
      name: 'there in another form',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    security_opt: ["no-new-privileges"]\n',
      },
      after: {},
    },
  ],

  apply: onEveryService((setup) => {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    if (service.privileged) return notNeeded('the service is privileged on purpose');
    const own = service.securityOpt.find((option) => /^no-new-privileges\b/.test(option));
    if (own !== undefined)
      return notNeeded(/false/.test(own) ? 'it is switched off on purpose' : 'it is set');
    const edited = setInService(setup, [withItems(setup, 'security_opt', ['no-new-privileges:true'])]);
    if (edited.setup === null) return notNeeded(edited.reason);
    return applied(edited.setup, 'the compose service did not set it');
  }),
};
