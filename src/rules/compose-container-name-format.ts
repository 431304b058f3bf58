import { textOf } from '../model/compose-values.ts';
import { defineRule, withDefaults } from '../lint/index.ts';

/** https://docs.docker.com/reference/compose-file/services/#container_name */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

export const composeContainerNameFormat = defineRule({
  id: 'compose-container-name-format',
  title: 'A container name that the engine takes',
  why: 'The engine takes letters, digits, `_`, `.` and `-`, at least two of them, a letter or digit first; with any other name the container is not created.',
  remedy: 'Write the name with those characters only.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { dclint: ['service-container-name-regex'] },
  links: ['https://docs.docker.com/reference/compose-file/services/#container_name'],

  service(service, { report }) {
    const written = textOf(service.own['container_name']);
    // the value of a variable may be anything that fits
    if (written === null || NAME.test(withDefaults(written).replaceAll(/\$\{[^}]*\}|\$\w+/g, 'xx'))) return;
    report({
      at: service.valueAt('container_name'),
      message: `The engine refuses the container name \`${written}\` of \`${service.name}\`: it takes letters, digits, \`_\`, \`.\` and \`-\`, a letter or digit first, and at least two of them.`,
    });
  },

  invalid: [
    { text: 'services:\n  web:\n    image: nginx:1.29\n    container_name: "my web!"\n', lines: [4] },
    { text: 'services:\n  web:\n    image: nginx:1.29\n    container_name: _web\n', lines: [4] },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    container_name: shop_web.1\n  api:\n    image: nginx:1.29\n    container_name: ${NAME}-api\n',
    },
  ],
});
