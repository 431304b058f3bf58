import { textOf } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';

export const composeDuplicateContainerName = defineRule({
  id: 'compose-duplicate-container-name',
  title: 'One container name a service',
  why: "Names of containers are the engine's, not the project's: the second service with the same name cannot start.",
  remedy:
    'Give each its own, or leave `container_name` out, so that Compose makes one of project and service.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { dclint: ['no-duplicate-container-names'] },
  links: ['https://docs.docker.com/reference/compose-file/services/#container_name'],

  compose(file, { report }) {
    const owners = new Map<string, string>();
    for (const service of file.services) {
      const name = textOf(service.own['container_name']);
      if (name === null) continue;
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, service.name);
      else
        report({
          at: service.valueAt('container_name'),
          message: `\`${service.name}\` wants the container name \`${name}\` that \`${owner}\` has: only one of them can start. Give it another, or none.`,
        });
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    container_name: app\n  api:\n    image: nginx:1.29\n    container_name: app\n',
      lines: [7],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    container_name: web\n  api:\n    image: nginx:1.29\n    container_name: api\n',
    },
  ],
});
