import { isTrue, textOf, textsOf } from '../model/compose-values.ts';
import { defineRule, type Service } from '../lint/index.ts';

const INIT = /(?:^|\/)(?:tini|tini-static|dumb-init|catatonit|s6-svscan|my_init)$|^\/init$/;

export const composeDoubleInit = defineRule({
  id: 'compose-double-init',
  title: 'One init process',
  why: 'With `init: true` the engine puts its own init before the one that the image starts. The second is not process 1, so it does not reap what is orphaned, and says so in the log at every start.',
  remedy: 'Take `init: true` out, or start the program itself.',
  category: 'compose',
  appliesTo: 'compose',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/reference/compose-file/services/#init'],

  service(service, { report }) {
    if (!isTrue(service.own['init'])) return;
    const program = firstProgram(service);
    if (program === null || !INIT.test(program)) return;
    report({
      at: service.at('init'),
      message: `\`${service.name}\` already starts through \`${program}\`: with \`init: true\` two of them stand before the program. Take the key out.`,
      fix: () => service.remove('init'),
    });
  },

  invalid: [
    {
      text: 'services:\n  web:\n    build: ./web\n    init: true\n',
      files: {
        'web/Dockerfile': 'FROM node:24\nENTRYPOINT ["/usr/bin/tini", "--"]\nCMD ["node", "app.js"]\n',
      },
      lines: [4],
      fixed: 'services:\n  web:\n    build: ./web\n',
    },
    {
      text: 'services:\n  web:\n    image: node:24\n    init: true\n    entrypoint: dumb-init node app.js\n',
      lines: [4],
      fixed: 'services:\n  web:\n    image: node:24\n    entrypoint: dumb-init node app.js\n',
    },
  ],
  valid: [
    {
      text: 'services:\n  web:\n    build: ./web\n    init: true\n  api:\n    build: ./web\n',
      files: { 'web/Dockerfile': 'FROM node:24\nCMD ["node", "app.js"]\n' },
    },
  ],
});

/** What process 1 would be without the engine's init; null when that is not known. */
function firstProgram({ value, dockerfile }: Service): string | null {
  const own = value['entrypoint'] ?? null;
  if (own !== null) return firstWord(own);
  for (let stage = dockerfile?.target ?? null; stage !== null; stage = stage.parent) {
    const last = (keyword: string) => stage?.instructions.findLast((one) => one.keyword === keyword)?.node;
    const entry = last('ENTRYPOINT');
    if (entry !== undefined) return entry.json?.[0] ?? firstWord(entry.argument);
    const command = last('CMD');
    if (command !== undefined)
      return firstWord(value['command'] ?? null) ?? command.json?.[0] ?? firstWord(command.argument);
  }
  return firstWord(value['command'] ?? null);
}

function firstWord(value: unknown): string | null {
  const [first] = Array.isArray(value) ? textsOf(value) : (textOf(value)?.trim().split(/\s+/) ?? []);
  return first ?? null;
}
