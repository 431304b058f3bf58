import { datastoreOf, hasHealthCheck } from '../ecosystems/datastores.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import type { ResolvedService } from '../model/compose-project.ts';
import { composeServices, setInService, type ServiceValue } from '../model/compose-service.ts';
import { dependenciesOf, isMapping, textsOf } from '../model/compose-values.ts';

export const dependsOnHealthy: Change = {
  id: 'depends-on-healthy',
  title: 'Start after the database takes work',
  why: 'Started is not ready: a program that comes too early crashes, or has to be started again and again.',
  class: 'needs-proof',
  rungs: ['service-healthy'],
  examples: [
    {
      name: 'a list becomes a map; what has no health check is waited for as before',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    depends_on:\n      - db\n      - mail\n  db:\n    image: postgres\n    healthcheck:\n      test: pg_isready\n  mail:\n    image: mailpit\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n      mail:\n        condition: service_started\n  db:\n    image: postgres\n    healthcheck:\n      test: pg_isready\n  mail:\n    image: mailpit\n',
      },
    },
    {
      name: 'a condition that is there already',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    depends_on:\n      db:\n        condition: service_healthy\n  db:\n    image: postgres\n    healthcheck:\n      test: pg_isready\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    if (setup.paths.service === null) return notNeeded('no compose service builds it');
    const services = composeServices(setup);
    let current = setup;
    const evidence: string[] = [];
    const refused: string[] = [];
    for (const [name, service] of services) {
      const waited = [...dependenciesOf(service.value)].flatMap(([other, { condition }]) =>
        (condition ?? 'service_started') === 'service_started' && tellsHealth(services.get(other))
          ? [other]
          : [],
      );
      if (waited.length === 0) continue;
      const edited = setInService(current, conditions(service, waited), name);
      if (edited.setup === null) refused.push(edited.reason);
      else {
        current = edited.setup;
        evidence.push(
          `${name} waits until ${waited.join(' and ')} ${waited.length > 1 ? 'are' : 'is'} healthy`,
        );
      }
    }
    if (evidence.length === 0)
      return notNeeded(refused[0] ?? 'nothing depends on a database or queue that tells its health');
    return applied(current, ...evidence, ...refused);
  },
};

/** A database or queue with a health check that is not switched off. */
function tellsHealth(service: ResolvedService | undefined): boolean {
  if (service === undefined || datastoreOf(service.value) === null || !hasHealthCheck(service.value))
    return false;
  const { healthcheck } = service.value;
  return (
    isMapping(healthcheck) && healthcheck['disable'] !== true && textsOf(healthcheck['test'])[0] !== 'NONE'
  );
}

function conditions({ own }: ResolvedService, waited: readonly string[]): ServiceValue[] {
  const healthy = { condition: 'service_healthy' };
  const written = own['depends_on'];
  if (!Array.isArray(written))
    return waited.map((name) => [['depends_on', name, 'condition'], 'service_healthy']);
  const names = textsOf(written);
  const all = [...names, ...waited.filter((name) => !names.includes(name))];
  const map = all.map(
    (name) => [name, waited.includes(name) ? healthy : { condition: 'service_started' }] as const,
  );
  return [[['depends_on'], Object.fromEntries(map)]];
}
