import { isMapping, listOf, pairsOf, textOf } from '../model/compose-values.ts';
import { defineRule, LONGEST_TEXT, type Service } from '../lint/index.ts';
import { looksSecret, passwordInUrl } from './compose/secret-value.ts';
import { isSecretName, shapesIn } from './secrets/index.ts';

interface Found {
  path: (string | number)[];
  /** what it is called, for the message */
  name: string;
  value: string;
}

export const composeHardcodedSecret = defineRule({
  id: 'compose-hardcoded-secret',
  title: 'No passwords and keys in the file',
  why: 'A compose file is committed, copied and shown around, and so is the password in it; it is the same on every machine, and stays in the history when it is taken out.',
  remedy:
    'Let it come from outside: `${DB_PASSWORD:?}` with the value in an ignored `.env`, or a file below `secrets` that the program reads (`POSTGRES_PASSWORD_FILE`). Change what was committed.',
  category: 'secrets',
  appliesTo: 'compose',
  severity: 'error',
  since: '0.2.0',
  // taken out of the file it would be nowhere
  fix: null,
  weight: 8,
  aliases: {},
  variants: {
    real: { aliases: {} },
    // values for trying out
    'made-up': { aliases: {}, severity: 'info', recommended: false },
  },
  links: ['https://docs.docker.com/compose/how-tos/use-secrets/'],

  compose(file, { report, wants }) {
    // what several services get through an anchor is told once
    const told = new Set<string>();
    for (const service of file.services) {
      const around = wordsOf(service);
      for (const found of textsIn(service)) tell(service, found, around);
    }

    function tell(service: Service, { path, name, value }: Found, around: readonly string[]): void {
      if (value.length > LONGEST_TEXT) return;
      const shape = shapesIn(value)[0]?.what ?? null;
      const url = shape === null ? passwordInUrl(value) : null;
      const secret = url?.password ?? (isSecretName(name) ? value : null);
      const looks = shape !== null ? 'real' : secret === null ? null : looksSecret(secret, around);
      if (looks === null || !wants(looks)) return;
      const isHere = file.yaml.rangeOf(['services', service.name, ...path]) !== null;
      if (!isHere && told.has(`${name}\0${value}`)) return;
      told.add(`${name}\0${value}`);
      const what =
        shape ?? (url === null ? `the value of \`${name}\`` : `the password in the URL of \`${name}\``);
      report({
        at: service.valueAt(...path),
        variant: looks,
        message:
          looks === 'real'
            ? `\`${service.name}\` has ${what} written into the file, where everyone who has the file reads it: take it from a variable or a secret, and change it.`
            : `\`${service.name}\` has ${what} written into the file; it looks made up, and is in use wherever nobody changes it.`,
      });
    }
  },

  invalid: [
    {
      text: 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: kR7-vbq2Zw91\n      POSTGRES_DB: shop\n  web:\n    build:\n      context: .\n      args:\n        - API_TOKEN=kR7-vbq2Zw91\n    environment:\n      - DATABASE_URL=postgres://shop:kR7-vbq2Zw91@db/shop\n      - NOTES=ghp_k3JdR8sW2qLmZ7xVbN4tYc9PfHgE5uAoQ1iT\n    command: ["serve", "--password=kR7-vbq2Zw91"]\n',
      lines: [5, 11, 13, 14, 15],
      variants: ['real', 'real', 'real', 'real', 'real'],
    },
    {
      text: 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: postgres\n      SECRET_KEY: ${SECRET_KEY:-change-me}\n',
      lines: [5, 6],
      variants: ['made-up', 'made-up'],
    },
  ],
  valid: [
    {
      text: 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD:?}\n      POSTGRES_PASSWORD_FILE: /run/secrets/db\n      TOKEN_TTL: "3600"\n      REQUIRE_PASSWORD: "true"\n      API_KEY:\n      KEY_NAME: main\n      URL: postgres://db:5432/shop\n      OTHER: postgres://shop:${DB_PASSWORD}@db/shop\n',
    },
  ],
});

function* textsIn(service: Service): Generator<Found> {
  for (const { name, value, key } of service.environment)
    if (value !== null) yield { path: ['environment', key], name, value };
  const { build } = service.own;
  if (isMapping(build))
    for (const { name, value, key } of pairsOf(build['args']))
      if (value !== null) yield { path: ['build', 'args', key], name, value };
  for (const key of ['command', 'entrypoint']) {
    const written = service.own[key];
    if (!Array.isArray(written)) {
      const text = textOf(written)?.slice(0, LONGEST_TEXT) ?? null;
      const flag = text === null ? null : /--?([\w-]*)[= ]('[^']*'|"[^"]*"|\S+)/.exec(secretFlag(text) ?? '');
      if (text !== null && flag !== null)
        yield { path: [key], name: flag[1] ?? '', value: (flag[2] ?? '').replaceAll(/^['"]|['"]$/g, '') };
      else if (text !== null) yield { path: [key], name: '', value: text };
      continue;
    }
    for (const [index, word] of listOf(written).entries()) {
      const text = textOf(word) ?? '';
      const [, name = '', value = text] = /^--?([\w-]+)=([^]*)$/.exec(text) ?? [];
      const before = textOf(listOf(written)[index - 1]) ?? '';
      const flag = /^--?([\w-]+)$/.exec(before)?.[1] ?? '';
      const isValue = name === '' && !text.startsWith('-');
      yield { path: [key, index], name: isValue ? flag : name, value };
    }
  }
}

/** The first flag with a value whose name is that of a secret. */
function secretFlag(text: string): string | null {
  for (const [flag, name = ''] of text.matchAll(/(?<![\w-])--?([\w-]+)[= ](?:'[^']*'|"[^"]*"|[^\s'"-]\S*)/g))
    if (isSecretName(name)) return flag;
  return null;
}

/** Names that made-up passwords repeat. */
function wordsOf({ name, file, environment }: Service): string[] {
  const values = environment.flatMap((entry) =>
    entry.value !== null && /USER|NAME|_DB$|DATABASE$/i.test(entry.name) ? [entry.value] : [],
  );
  return [name, ...values, ...file.services.slice(0, 50).map((service) => service.name)];
}
