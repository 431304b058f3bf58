import { interpolationsIn } from '../model/interpolation.ts';
import { isMapping, textOf } from '../model/compose-values.ts';
import { parseDotenv } from '../syntax/dotenv/index.ts';
import { defineRule, LONGEST_TEXT, type ComposeFile } from '../lint/index.ts';

/** Where people keep the variables of a project, or an example of them. */
const ENV_FILES = [
  '.env',
  '.env.example',
  '.env.sample',
  '.env.dist',
  '.env.template',
  'env.example',
  'example.env',
];
/** Always there in a shell, or set by Compose itself. */
const FROM_SHELL = /^(?:PWD|HOME|USER|UID|GID|PATH|HOSTNAME|SHELL|LANG|TMPDIR|DISPLAY|COMPOSE_\w+)$/;

export const composeEnvConfig = defineRule({
  id: 'compose-env-config',
  title: 'Settings come from the environment, and are asked for',
  why: 'A variable that nobody sets is an empty text to Compose: a password is none, a tag is `latest`, a port is any. A setting that stands in the file is the same on every machine.',
  remedy:
    'Write `${NAME:?}` for what has to be set, `${NAME:-value}` for what has a default, and list both in an example file.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'info',
  since: '0.2.0',
  // a start that was let through with an empty text is refused then; a default gives way to what the shell has
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  variants: {
    unchecked: { aliases: {} },
    'in-file': { aliases: {}, recommended: false, severity: 'style' },
  },
  links: ['https://docs.docker.com/reference/compose-file/interpolation/'],

  compose(file, { report, wants }) {
    const uses = [...textsOf(file)].flatMap(({ path, text }) =>
      text.includes('$') && text.length <= LONGEST_TEXT
        ? interpolationsIn(text).map((use) => ({ ...use, path }))
        : [],
    );
    // Compose stops at the one place that asks for it
    const seen = new Set(uses.flatMap(({ name, operator }) => (operator.endsWith('?') ? [name] : [])));
    let known: ReadonlySet<string> | undefined;
    for (const { name, operator, path } of uses) {
      if (operator !== '' || seen.has(name) || FROM_SHELL.test(name)) continue;
      seen.add(name);
      known ??= namesAround(file);
      if (known.has(name)) continue;
      report({
        at: file.valueAt(...path),
        variant: 'unchecked',
        message: `\`${name}\` is an empty text where nobody sets it, and no env file beside this one does: ask for it with \`\${${name}:?}\`, or give a default.`,
        fix: () => required(file, path, name),
      });
    }
    if (!wants('in-file')) return;
    for (const service of file.services) {
      if (!service.has('build')) continue;
      for (const { name, value, key } of service.environment) {
        if (value === null || value === '' || /[$\n]/.test(value)) continue;
        report({
          at: service.at('environment', key),
          variant: 'in-file',
          message: `\`${name}\` of \`${service.name}\` is the same wherever the file is used: let the environment change it, with this value as the default.`,
        });
      }
    }
  },

  invalid: [
    {
      text: 'services:\n  web:\n    image: shop:${TAG}\n    environment:\n      - "SECRET=$SECRET"\n      - AGAIN=${TAG}\n',
      lines: [3, 5],
      variants: ['unchecked', 'unchecked'],
      fixed:
        'services:\n  web:\n    image: shop:${TAG:?}\n    environment:\n      - "SECRET=${SECRET:?}"\n      - AGAIN=${TAG}\n',
    },
    {
      text: 'services:\n  web:\n    build: .\n    environment:\n      LEVEL: debug\n',
      lines: [5],
      variants: ['in-file'],
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    image: shop:${TAG:-1.0}\n    environment:\n      SECRET: ${SECRET:?}\n      PORT: $PORT\n      PRICE: $$5\n      FROM_SHELL:\n    volumes: ["${PWD}:/src"]\n',
      files: { '.env.example': 'PORT=80\n' },
    },
  ],
});

/** Texts of services, networks and volumes, as they are written in the file. */
function* textsOf(file: ComposeFile): Generator<{ path: (string | number)[]; text: string }> {
  for (const key of ['services', 'networks', 'volumes', 'secrets', 'configs'])
    yield* below(file.root[key], [key], 0);
}

function* below(
  value: unknown,
  path: (string | number)[],
  depth: number,
): Generator<{ path: (string | number)[]; text: string }> {
  const text = textOf(value);
  if (text !== null) yield { path, text };
  else if (depth > 8) return;
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* below(item, [...path, index], depth + 1);
  else if (isMapping(value))
    for (const [key, inner] of Object.entries(value)) yield* below(inner, [...path, key], depth + 1);
}

function namesAround(file: ComposeFile): Set<string> {
  const names = new Set<string>();
  for (const path of ENV_FILES) {
    const text = file.around.read(path);
    if (text !== null) for (const { name } of parseDotenv(text).entries) names.add(name);
  }
  return names;
}

function required(file: ComposeFile, path: (string | number)[], name: string) {
  const scalar = file.yaml.scalarAt(path);
  if (scalar === null || scalar.quoting === 'block') return null;
  const found = new RegExp(`(?<!\\$)\\$(?:\\{${name}\\}|${name}(?!\\w))`).exec(scalar.text);
  if (found === null) return null;
  const start = scalar.range.start + (scalar.quoting === 'plain' ? 0 : 1) + found.index;
  return [{ range: { start, end: start + found[0].length }, text: `\${${name}:?}` }];
}
