import { defineRule, type InstructionFacts, type RuleContext, type StageFacts } from '../lint/index.ts';
import { copySources, envPairs } from '../syntax/dockerfile/index.ts';
import { secretFile } from './secrets/index.ts';

/** Variables that name a file with credentials, by their vendors' documentation (AWS, Google, Hugging Face). */
const FILE_VARIABLES = new Set([
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'HF_TOKEN_PATH',
]);

export const secretFileCopied = defineRule({
  id: 'secret-file-copied',
  title: 'No key or password file in the image',
  why: 'A file that was copied stays in its layer, whatever a later step removes; everybody who can pull the image can read it.',
  remedy:
    'List the file in `.dockerignore`. A step that needs it gets it with `RUN --mount=type=secret`; the running container gets it as a mount.',
  category: 'secrets',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 10,
  aliases: { trivy: ['DS-0031'], dockle: ['CIS-DI-0010'] },
  variants: {
    shipped: { aliases: { dockle: ['CIS-DI-0010'] } },
    // it is not in the image, but in the builder's cache and whatever that is pushed to
    builder: { aliases: {}, severity: 'warning' },
    'credentials-variable': { aliases: { trivy: ['DS-0031'] } },
  },
  links: ['https://docs.docker.com/build/building/secrets/'],

  instructions: { COPY: lookAtCopy, ADD: lookAtCopy, ENV: lookAtVariable, ARG: lookAtVariable },

  image({ at, contents: { secretFiles } }, { report }) {
    for (const path of secretFiles)
      report({
        at,
        variant: 'shipped',
        message: `\`${path}\` looks like a file with credentials, and everybody who has the image can read it, whatever later layers delete: mount it where it is needed.`,
      });
  },

  invalid: [
    {
      text: 'an image with a key',
      image: { secretFiles: ['/root/.ssh/id_rsa'] },
      lines: [1],
      variants: ['shipped'],
    },
    { text: 'FROM debian:13\nCOPY id_rsa /root/.ssh/id_rsa\n', lines: [2], variants: ['shipped'] },
    {
      text: 'FROM node:22 AS build\nCOPY package.json .env ./\nFROM node:22\n',
      lines: [2],
      variants: ['builder'],
    },
    { text: 'FROM debian:13\nADD certs/server.key .aws /etc/\n', lines: [2, 2] },
    {
      text: 'FROM debian:13\nCOPY . /app/\nENV GOOGLE_APPLICATION_CREDENTIALS=/app/account.json\n',
      lines: [3],
      variants: ['credentials-variable'],
    },
    {
      text: 'FROM debian:13\nCOPY ./config $AWS_CONFIG_FILE\n',
      lines: [2],
      variants: ['credentials-variable'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nCOPY id_rsa.pub .env.example .npmrc /root/\nCOPY --from=keys /id_rsa /root/\n' },
    { text: 'FROM debian:13\nCOPY src /src\nENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/account.json\n' },
  ],
});

function lookAtCopy(instruction: InstructionFacts, { report }: RuleContext): void {
  const { node, stage } = instruction;
  const copy = copySources(node);
  if (copy === null || copy.from !== null) return;
  const variant = stage?.ships === false ? 'builder' : 'shipped';
  for (const { value, range } of copy.sources) {
    const path = instruction.valueOf(value) ?? value;
    const what = secretFile(path);
    if (what === null) continue;
    report({
      at: range,
      variant,
      message: `\`${path}\` mostly holds ${what}; ${variant === 'shipped' ? 'everybody who pulls the image can read it' : 'the builder keeps it in its cache'}. Mount it as a secret where a step needs it.`,
    });
  }
  const variable = /^\$\{?(\w+)\}?$/.exec(copy.destination.value)?.[1];
  if (variable !== undefined && FILE_VARIABLES.has(variable))
    report({
      at: copy.destination.range,
      variant: 'credentials-variable',
      message: `\`${variable}\` names a file with credentials, so this copies them into the image; mount the file instead.`,
    });
}

/** The variable says where the credentials are, and a COPY brings just that place. */
function lookAtVariable(instruction: InstructionFacts, { report }: RuleContext): void {
  const { node, stage } = instruction;
  if (stage === null) return;
  for (const { name, value, raw, range } of envPairs(node)) {
    if (!FILE_VARIABLES.has(name) || value === null || raw === null) continue;
    const path = instruction.valueOf(raw);
    if (path === null || path === '' || !isCopied(path, stage)) continue;
    report({
      at: range,
      variant: 'credentials-variable',
      message: `\`${name}\` names a file with credentials that a COPY of this stage brings into the image; mount it when the container starts.`,
    });
  }
}

const destinations = new WeakMap<StageFacts, ReadonlySet<string>>();

/** Where the context's files go in a stage. */
function destinationsOf(stage: StageFacts): ReadonlySet<string> {
  let found = destinations.get(stage);
  if (found === undefined) {
    const paths = stage.instructions.flatMap((one) => {
      const copy = copySources(one.node);
      if (copy === null || copy.from !== null) return [];
      const path = one.valueOf(copy.destination.value);
      return path === null ? [] : [plain(path)];
    });
    destinations.set(stage, (found = new Set(paths)));
  }
  return found;
}

function isCopied(path: string, stage: StageFacts): boolean {
  const parts = plain(path).split('/');
  const known = destinationsOf(stage);
  return known.has('') || parts.some((_, index) => known.has(parts.slice(0, index + 1).join('/')));
}

const plain = (path: string): string => path.replace(/^(?:\.?\/)+|^\.$/g, '').replace(/\/+$/, '');
