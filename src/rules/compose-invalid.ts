import { isMapping, textOf } from '../model/compose-values.ts';
import { composeShape, defineRule, schemaProblems, type ComposeFile } from '../lint/index.ts';
import { unknownReferences } from './compose/references.ts';

const KEYS = [
  'services',
  'include',
  'networks',
  'volumes',
  'secrets',
  'configs',
  'models',
  'name',
  'version',
];

export const composeInvalid = defineRule({
  id: 'compose-invalid',
  title: 'A file that Compose accepts',
  why: 'Compose reads a file strictly: a key that it does not know, a value of another kind or a name that nothing declares ends `docker compose up` before any container starts. Tools that read the file more loosely hide that until it is deployed.',
  remedy:
    'Correct the place that is named; keys of your own begin with `x-`. `docker compose config` shows what Compose makes of a file.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { dclint: ['invalid-yaml', 'invalid-schema'] },
  variants: {
    yaml: { aliases: { dclint: ['invalid-yaml'] } },
    schema: { aliases: { dclint: ['invalid-schema'] } },
    reference: { aliases: {} },
  },
  links: [
    'https://docs.docker.com/reference/compose-file/',
    'https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json',
  ],

  compose(file, { report }) {
    for (const { message, offset } of file.yaml.errors.slice(0, 20))
      report({
        at: { start: offset, end: offset },
        variant: 'yaml',
        message: `The file is no valid YAML, so that nothing reads it: ${message.replace(/[.!?]?\s*$/, '.')}`,
      });
    if (file.yaml.errors.length > 0) return;
    const old = firstOldService(file);
    if (old !== null)
      return report({
        at: file.at(old),
        variant: 'schema',
        message: `\`${old}\` stands at the top as services did before 2016, and Compose no longer reads that: put it below a key \`services\`.`,
      });
    const value = file.yaml.get([]);
    if (value === null || value === undefined)
      return report({
        at: { start: 0, end: 0 },
        variant: 'schema',
        message: 'The file holds nothing, and Compose refuses an empty file: begin with `services`.',
      });
    for (const { path, message } of schemaProblems(value, composeShape()))
      report({ at: file.at(...path), variant: 'schema', message });
    for (const { path, message } of unknownReferences(file))
      report({ at: file.valueAt(...path), variant: 'reference', message });
  },

  invalid: [
    { text: '# to do\n', lines: [1], variants: ['schema'] },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    port:\n      - "80:80"\n',
      lines: [4],
      variants: ['schema'],
    },
    { text: 'services:\n  web:\n    image: [nginx\n', lines: [4], variants: ['yaml'] },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    image: nginx:1.28\n',
      lines: [4],
      variants: ['yaml'],
    },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    user: 1000\n    restart: true\n',
      lines: [4, 5],
      variants: ['schema', 'schema'],
    },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    depends_on:\n      db:\n        condition: healthy\n  db:\n    image: postgres:17\n',
      lines: [6],
      variants: ['schema'],
    },
    { text: 'web:\n  image: nginx:1.29\n  ports:\n    - "80:80"\n', lines: [1], variants: ['schema'] },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    depends_on: [db]\n    volumes:\n      - data:/data\n    networks:\n      - back\n',
      lines: [4, 6, 8],
      variants: ['reference', 'reference', 'reference'],
    },
  ],
  valid: [
    {
      text: 'x-logging: &logging\n  driver: local\nservices:\n  web:\n    image: nginx:1.29\n    logging: *logging\n    x-note: mine\n    cpus: ${CPUS}\n    ports:\n      - ${PORT:-80}:80\n',
    },
    {
      text: 'services:\n  web:\n    image: nginx:1.29\n    depends_on: [db]\n    networks: [default]\n    volumes: [./data:/data, data:/more]\ninclude: [db.yaml]\n',
    },
    {
      path: 'compose.override.yaml',
      text: 'services:\n  web:\n    ports: !override\n      - "81:80"\n    command: !reset null\n',
    },
  ],
});

/** A service at the top of a file without any key that Compose knows. */
function firstOldService({ root }: ComposeFile): string | null {
  const names = Object.keys(root);
  if (names.length === 0 || names.some((name) => KEYS.includes(name) || name.startsWith('x-'))) return null;
  const isService = (value: unknown): boolean =>
    isMapping(value) && (textOf(value['image']) !== null || (value['build'] ?? null) !== null);
  return names.find((name) => isService(root[name])) ?? null;
}
