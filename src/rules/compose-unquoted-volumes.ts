import { listOf } from '../model/compose-values.ts';
import { defineRule } from '../lint/index.ts';
import { isPlainText } from '../syntax/yaml/index.ts';

export const composeUnquotedVolumes = defineRule({
  id: 'compose-unquoted-volumes',
  title: 'No quotes around volumes that need none',
  why: 'Quotes where YAML needs none make the file harder to read, and some lines of a list look as if they were special.',
  remedy:
    'Take the quotes away. They stay where YAML needs them: before `~`, `*` or `{`, and with a ` #` in the text.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { dclint: ['no-quotes-in-volumes'] },
  links: ['https://docs.docker.com/reference/compose-file/services/#volumes'],

  service(service, { report }) {
    for (const index of listOf(service.own['volumes']).keys()) {
      const scalar = service.file.yaml.scalarAt(['services', service.name, 'volumes', index]);
      if (scalar === null || scalar.quoting === 'plain' || scalar.quoting === 'block') continue;
      const text = String(scalar.value);
      if (!isPlainText(text)) continue;
      report({
        at: scalar.range,
        message: `The volume \`${text}\` needs no quotes: take them away.`,
        // within brackets a comma or a bracket would part it
        fix: () => (/[,[\]{}]/.test(text) ? null : [{ range: scalar.range, text }]),
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - "./data:/data" # mine\n      - \'logs:/logs:ro\'\n      - ${HOME}:/home\n',
      lines: [5, 6],
      fixed:
        'services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - ./data:/data # mine\n      - logs:/logs:ro\n      - ${HOME}:/home\n',
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - "*:/data"\n      - "{x}:/data"\n      - "a #b:/data"\n      - type: volume\n        source: "a"\n        target: /a\n',
    },
  ],
});
