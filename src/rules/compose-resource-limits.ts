import { isMapping, textOf } from '../model/compose-values.ts';
import { defineRule, type Service } from '../lint/index.ts';

const limit = (kics: string, cis: string) => ({ aliases: { kics: [kics], cis: [cis] } });

/** The name below `deploy.resources.limits`, the older key of the service, and what happens without it. */
const LIMITS = [
  ['memory', 'memory', 'mem_limit', 'a leak ends other programs on the machine, not this one'],
  ['cpu', 'cpus', 'cpus', 'one busy loop slows everything on the machine'],
  ['pids', 'pids', 'pids_limit', 'a program that forks without end takes the machine with it'],
] as const;

export const composeResourceLimits = defineRule({
  id: 'compose-resource-limits',
  title: 'Limits for memory and processes',
  why: 'Without limits one service takes all there is: the kernel then ends some process on the machine, seldom the guilty one.',
  remedy:
    'Set them below `deploy.resources.limits`, twice what the service was seen to need at its peak; `improve` measures that.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  // how much it needs shows only when it runs
  fix: null,
  weight: 2,
  aliases: {
    kics: [
      'bb9ac4f7-e13b-423d-a010-c74a1bfbe492',
      '6b610c50-99fb-4ef0-a5f3-e312fd945bc3',
      '221e0658-cb2a-44e3-b08a-db96a341d6fa',
    ],
    cis: ['5.11', '5.12', '5.29'],
  },
  variants: {
    memory: limit('bb9ac4f7-e13b-423d-a010-c74a1bfbe492', '5.11'),
    // processors are shared out fairly as it is
    cpu: { ...limit('6b610c50-99fb-4ef0-a5f3-e312fd945bc3', '5.12'), recommended: false },
    pids: limit('221e0658-cb2a-44e3-b08a-db96a341d6fa', '5.29'),
  },
  links: ['https://docs.docker.com/reference/compose-file/deploy/#resources'],

  service(service, { report, wants }) {
    if (!service.isWhole) return;
    for (const [variant, name, old, consequence] of LIMITS) {
      if (!wants(variant) || isLimited(service, name, old)) continue;
      const key = Object.hasOwn(service.own, old) ? [old] : ['deploy', 'resources', 'limits'];
      report({
        at: service.at(...key),
        variant,
        message: `Nothing limits the ${variant === 'cpu' ? 'processors' : variant === 'pids' ? 'processes' : 'memory'} of \`${service.name}\`: ${consequence}. Set \`deploy.resources.limits.${name}\`.`,
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    deploy:\n      resources:\n        limits:\n          memory: 128M\n  old:\n    image: nginx:1.29\n    mem_limit: 128m\n    pids_limit: -1\n',
      lines: [6, 6, 8, 11],
      variants: ['cpu', 'pids', 'cpu', 'pids'],
    },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n',
      lines: [2, 2, 2],
      variants: ['memory', 'cpu', 'pids'],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    mem_limit: 128m\n    cpus: 0.5\n    pids_limit: 100\n  api:\n    image: nginx:1.29\n    deploy: { resources: { limits: { memory: 64M, cpus: "1", pids: 10 } } }\n',
    },
  ],
});

function isLimited({ value }: Service, name: string, old: string): boolean {
  const { deploy } = value;
  const resources = isMapping(deploy) ? deploy['resources'] : null;
  const limits = isMapping(resources) ? resources['limits'] : null;
  const given = textOf(value[old]) ?? (isMapping(limits) ? textOf(limits[name]) : null);
  return given !== null && !/^(?:-1|0)$/.test(given);
}
