import { defineRule } from '../lint/index.ts';

export const composeCgroupParent = defineRule({
  id: 'compose-cgroup-parent',
  title: "The engine's own control group",
  why: "In another control group the limits of that group hold, and the engine's own, which the administrator set, do not.",
  remedy: 'Take `cgroup_parent` out; set limits on the service itself.',
  category: 'security',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 2,
  aliases: { kics: ['4d9f44c6-2f4a-4317-9bb5-267adbea0232'], cis: ['5.25'] },
  links: ['https://docs.docker.com/reference/compose-file/services/#cgroup_parent'],

  service(service, { report }) {
    if (!Object.hasOwn(service.own, 'cgroup_parent')) return;
    report({
      at: service.at('cgroup_parent'),
      message: `\`${service.name}\` runs in a control group of its own choice, where the engine's limits do not hold: take the key out, and set limits on the service.`,
      fix: () => service.remove('cgroup_parent'),
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    cgroup_parent: m-executor-abcd\n',
      lines: [4],
      fixed: 'services:\n  web:\n    image: nginx:1.29\n',
    },
  ],
  valid: [{ text: 'services:\n  web:\n    image: nginx:1.29\n    mem_limit: 128m\n' }],
});
