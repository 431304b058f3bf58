import { isMapping, textsOf } from '../model/compose-values.ts';
import { defineRule, type Service } from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';

export const composeDependsOnHealthy = defineRule({
  id: 'compose-depends-on-healthy',
  title: 'Start when what is needed is healthy',
  why: 'Started is not ready: a database that is asked before it takes work refuses, and the program ends or waits by chance.',
  remedy: 'Wait with `condition: service_healthy` for services that have a health check.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/compose/how-tos/startup-order/'],

  service(service, { report }) {
    const written = service.own['depends_on'];
    const entries: [string | number, string][] = Array.isArray(written)
      ? [...textsOf(written).entries()]
      : Object.keys(isMapping(written) ? written : {}).map((name) => [name, name]);
    const { dependencies } = service;
    let list: Edit[] | null | undefined;
    for (const [key, name] of entries) {
      const condition = dependencies.get(name)?.['condition'] ?? 'service_started';
      if (condition !== 'service_started' || service.file.service(name)?.tellsHealth !== true) continue;
      report({
        at: service.at('depends_on', key),
        message: `\`${service.name}\` starts when \`${name}\` was started, not when it takes work, though it has a health check: wait with \`condition: service_healthy\`.`,
        fix: () =>
          Array.isArray(written)
            ? list === undefined
              ? (list = asMap(service))
              : list
            : service.set(['depends_on', name, 'condition'], 'service_healthy'),
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    build: .\n    depends_on:\n      - db\n      - mail\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n  mail:\n    image: mailpit:1\n',
      lines: [5],
      fixed:
        'services:\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n      mail:\n        condition: service_started\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n  mail:\n    image: mailpit:1\n',
    },
    {
      text: 'services:\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_started # later\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n',
      lines: [5],
      fixed:
        'services:\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy # later\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n',
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    build: .\n    depends_on: [db]\n  db:\n    image: postgres:17\n  worker:\n    build: .\n    depends_on:\n      web: { condition: service_healthy }\n',
    },
  ],
});

/** The list becomes a map, and all that can be waited for turn at once. */
function asMap(service: Service): Edit[] | null {
  const map = textsOf(service.own['depends_on']).map((each) => {
    const isHealthy = service.file.service(each)?.tellsHealth === true;
    return [each, { condition: isHealthy ? 'service_healthy' : 'service_started' }] as const;
  });
  return service.set(['depends_on'], Object.fromEntries(map));
}
