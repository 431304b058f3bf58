import { textOf } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';

export const composeDefaultBridge = defineRule({
  id: 'compose-default-bridge',
  title: "The project's own network",
  why: "On the engine's default bridge all containers of all projects reach each other, and find each other by address only, not by name.",
  remedy: 'Take `network_mode: bridge` out: Compose then makes a network for the project.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 1,
  aliases: { cis: ['5.30'] },
  links: [
    'https://docs.docker.com/engine/network/drivers/bridge/#differences-between-user-defined-bridges-and-the-default-bridge',
  ],

  service(service, { report }) {
    const mode = textOf(service.own['network_mode']);
    if (mode !== 'bridge' && mode !== 'default') return;
    report({
      at: service.at('network_mode'),
      message: `\`${service.name}\` is on the engine's default bridge, together with containers of other projects and without names: take the key out, so that it gets the project's network.`,
      fix: () => service.remove('network_mode'),
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    network_mode: bridge\n',
      lines: [4],
      fixed: 'services:\n  web:\n    image: nginx:1.29\n',
    },
  ],
  valid: [
    { text: 'services:\n  web:\n    image: nginx:1.29\n    networks: [bridge]\nnetworks:\n  bridge:\n' },
  ],
});
