import { isMapping, textOf } from '../model/compose-values.ts';
import { defineRule, type Service } from '../lint/index.ts';

const KICS = ['2fc99041-ddad-49d5-853f-e35e70a48391'];

export const composeRestartPolicy = defineRule({
  id: 'compose-restart-policy',
  title: 'A restart policy with an end',
  why: 'Without a policy a service that fell over, or was up when the machine went down, stays down. With `on-failure` and no number one that cannot start is started for ever, and its log fills the disk.',
  remedy: 'Say `restart: unless-stopped` for a server, `on-failure:5` for what may give up.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { kics: KICS, cis: ['5.15'] },
  variants: {
    missing: { aliases: { cis: ['5.15'] } },
    unbounded: { aliases: { cis: ['5.15'] } },
    // any number is a bound
    'not-five': { aliases: { kics: KICS, cis: ['5.15'] }, recommended: false },
  },
  links: ['https://docs.docker.com/reference/compose-file/services/#restart'],

  service(service, { report }) {
    const { restart, deploy } = service.own;
    const written = textOf(restart);
    const policy = isMapping(deploy) && isMapping(deploy['restart_policy']) ? deploy['restart_policy'] : null;
    const attempts = written?.startsWith('on-failure')
      ? (/^on-failure:(.*)$/.exec(written)?.[1] ?? null)
      : undefined;
    if (attempts === null)
      report({
        at: service.valueAt('restart'),
        variant: 'unbounded',
        message: `\`${service.name}\` is started again for ever when it cannot start: bound it, \`on-failure:5\`.`,
        fix: () => service.set(['restart'], 'on-failure:5'),
      });
    else if (attempts !== undefined && /^\d+$/.test(attempts) && Number(attempts) !== 5)
      report({
        at: service.valueAt('restart'),
        variant: 'not-five',
        message: `\`${service.name}\` is started again ${attempts} times: CIS asks for five.`,
        fix: () => service.set(['restart'], 'on-failure:5'),
      });
    if (policy !== null && policy['condition'] === 'on-failure') {
      const most = textOf(policy['max_attempts']);
      if (most !== '5')
        report({
          at: service.at('deploy', 'restart_policy', most === null ? 'condition' : 'max_attempts'),
          variant: most === null ? 'unbounded' : 'not-five',
          message: `\`${service.name}\` is started again ${most === null ? 'for ever when it cannot start: set `max_attempts`' : `${most} times: CIS asks for five`}.`,
          fix: () => service.set(['deploy', 'restart_policy', 'max_attempts'], 5),
        });
    }
    if (written === null && policy === null && isLongRunning(service))
      report({
        at: service.at(),
        variant: 'missing',
        message: `\`${service.name}\` has no restart policy, so that it stays down when it falls over or the machine starts anew: \`restart: unless-stopped\` is for servers.`,
        fix: () => service.set(['restart'], 'unless-stopped'),
      });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    ports: ["80:80"]\n  job:\n    image: job:1\n    restart: on-failure\n  other:\n    image: job:1\n    restart: on-failure:3\n  swarm:\n    image: job:1\n    deploy:\n      restart_policy:\n        condition: on-failure\n        max_attempts: 10\n',
      lines: [2, 7, 10, 16],
      variants: ['missing', 'unbounded', 'not-five', 'not-five'],
      fixed:
        'services:\n  web:\n    image: nginx:1.29\n    ports: ["80:80"]\n    restart: unless-stopped\n  job:\n    image: job:1\n    restart: on-failure:5\n  other:\n    image: job:1\n    restart: on-failure:5\n  swarm:\n    image: job:1\n    deploy:\n      restart_policy:\n        condition: on-failure\n        max_attempts: 5\n',
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    restart: always\n    ports: ["80:80"]\n  job:\n    image: job:1\n    restart: "no"\n    ports: ["81:80"]\n  once:\n    image: job:1\n    command: migrate\n',
    },
  ],
});

/** It has ports or tells its health: what does neither may be a job that ends. */
function isLongRunning(service: Service): boolean {
  return service.isWhole && (service.ports.length > 0 || service.tellsHealth) && !service.has('restart');
}
