import { defineRule, NOTHING_AROUND, type ComposeFile } from '../lint/index.ts';
import { interpolationsIn, type Interpolation } from '../model/interpolation.ts';

const EXAMPLES = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  'env.example',
  'example.env',
  '.env-example',
  'sample.env',
  'env.sample',
  'template.env',
  '.env.tpl',
];
/** Variables that the shell has anyway. */
const OF_SHELL = new Set([
  'HOME',
  'PWD',
  'USER',
  'UID',
  'GID',
  'PATH',
  'HOSTNAME',
  'COMPOSE_PROJECT_NAME',
  'DOCKER_HOST',
  'TAG',
  'DISPLAY',
]);

export const envExampleMissing = defineRule({
  id: 'env-example-missing',
  title: 'An example of the variables that are asked for',
  why: 'The file reads variables that have no default. Who starts the project for the first time gets empty values, and has to guess names and meaning from errors.',
  remedy:
    'Write an `.env.example` with each name, a harmless default and a word on its meaning, and let people copy it to `.env`.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/'],

  compose(file, { report }) {
    const { around } = file;
    if (around === NOTHING_AROUND) return;
    const read = readIn(file.root);
    const explained = new Set(read.flatMap(({ name, operator }) => (operator === '' ? [] : [name])));
    const names = new Set(
      read.flatMap(({ name }) => (explained.has(name) || OF_SHELL.has(name) ? [] : [name])),
    );
    const [first] = names;
    if (first === undefined || EXAMPLES.some((name) => around.read(name) !== null)) return;
    // a file with defaults that is kept with the project explains them as well
    if (
      around.read('.env') !== null &&
      around.context !== null &&
      around.read('.gitignore')?.includes('.env') !== true
    )
      return;
    const at = new RegExp(`\\$\\{?${first}\\b`).exec(file.source);
    report({
      at: at === null ? { start: 0, end: 0 } : { start: at.index, end: at.index + at[0].length },
      message: `${[...names]
        .slice(0, 5)
        .map((name) => `\`${name}\``)
        .join(
          ', ',
        )}${names.size > 5 ? ` and ${names.size - 5} more` : ''} ${names.size === 1 ? 'has' : 'have'} no default, and no \`.env.example\` tells what ${names.size === 1 ? 'it is' : 'they are'}: write one.`,
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: example/web:1.2\n    environment:\n      API_KEY: ${API_KEY}\n      MODE: ${MODE:-fast}\n',
      lines: [5],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: example/web:1.2\n    environment:\n      API_KEY: ${API_KEY}\n',
      files: { '.env.example': 'API_KEY=\n' },
    },
    { text: 'services:\n  web:\n    image: example/web:${VERSION:-1.2}\n' },
    { text: 'services:\n  web:\n    image: example/web:1.2\n    command: echo $$HOME ${USER}\n' },
  ],
});

/** What the values of a file read of the shell or `.env`; a default or an error text explains a variable. */
function readIn(value: ComposeFile['root'][string]): Interpolation[] {
  if (typeof value === 'string') return interpolationsIn(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one) => readIn(one));
}
