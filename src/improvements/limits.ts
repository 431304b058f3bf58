import { applied, notNeeded, type Change } from '../model/change.ts';
import type { Setup } from '../model/setup.ts';
import { composeService, setInService, type ServiceValue } from '../model/compose-service.ts';
import { onEveryService } from '../model/every-service.ts';

const MEGABYTE = 1024 * 1024;
const PIDS = 128;

/** MB: 64·2ⁿ above twice the peak, at least 128, so that a second run finds the same value. */
export function memoryLimit(peakBytes: number): number {
  let limit = 128;
  while (limit * MEGABYTE <= 2 * peakBytes) limit *= 2;
  return limit;
}

export const limits: Change = {
  id: 'limits',
  title: 'Limits for memory and processes',
  why: 'A leak or a fork bomb ends this container, not the machine and its neighbours.',
  class: 'needs-proof',
  rungs: ['observed'],
  examples: [
    {
      name: 'without an observed peak no memory limit is invented',
      before: { Dockerfile: 'FROM alpine\n', 'compose.yaml': 'services:\n  web:\n    build: .\n' },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    deploy:\n      resources:\n        limits:\n          pids: 128\n',
      },
    },
    {
      name: 'the old keys where the file uses them',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    mem_limit: 1g\n',
      },
      after: { 'compose.yaml': 'services:\n  web:\n    build: .\n    mem_limit: 1g\n    pids_limit: 128\n' },
    },
  ],

  apply: onEveryService((setup) => {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    const { deployLimits, oldLimits } = service;
    const has = (name: 'memory' | 'pids') => (deployLimits?.[name] ?? oldLimits?.[name] ?? null) !== null;
    const peak = setup.facts.run?.peakMemory ?? null;
    // compose refuses one limit in both places, so they all stand where the first one stands
    const isOld = deployLimits === null && oldLimits !== null;
    const path = (name: string, old: string) => (isOld ? [old] : ['deploy', 'resources', 'limits', name]);
    const values: ServiceValue[] = [];
    const evidence: string[] = [];
    if (peak !== null && !has('memory')) {
      const scales = workersFromEnvironment(setup);
      const limit = `${memoryLimit(scales ? 2 * peak : peak)}${isOld ? 'm' : 'M'}`;
      values.push([path('memory', 'mem_limit'), limit]);
      evidence.push(`its memory peaked at ${Math.ceil(peak / MEGABYTE)} MiB`);
      if (scales) evidence.push('it can be given more workers than it was seen with');
    }
    if (!has('pids')) {
      values.push([path('pids', 'pids_limit'), PIDS]);
      evidence.push('nothing limits its processes');
    }
    if (values.length === 0) return notNeeded('there are limits');
    const edited = setInService(setup, values);
    return edited.setup === null ? notNeeded(edited.reason) : applied(edited.setup, ...evidence);
  }),
};

/** gunicorn's configuration takes the number of workers from outside, so the peak that was seen is not the last word. */
function workersFromEnvironment(setup: Setup): boolean {
  const config =
    [...setup.files].find(([path]) => /(^|\/)gunicorn(\.conf|_config)\.py$/.test(path))?.[1] ?? '';
  return /^workers\s*=.*(environ|getenv)/m.test(config);
}
