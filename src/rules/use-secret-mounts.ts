import {
  defineRule,
  mapOption,
  type Command,
  type InstructionFacts,
  type RuleContext,
} from '../lint/index.ts';
import { addFlag } from '../syntax/dockerfile/index.ts';
import { walkShell } from '../syntax/shell/index.ts';
import { isSecretName, kindOfValue } from './secrets/index.ts';

export const useSecretMounts = defineRule({
  id: 'use-secret-mounts',
  title: 'Steps get secrets from secret mounts',
  why: 'A step that reads a token from a build argument leaves it in the history of the image; one that logs in leaves it in a file of the layer. A secret mount is there for one step and in no layer.',
  remedy:
    'Write `RUN --mount=type=secret,id=token,env=TOKEN …` and build with `--secret id=token`; take the build argument out.',
  category: 'secrets',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 5,
  aliases: { tally: ['tally/require-secret-mounts'] },
  variants: {
    configured: { aliases: { tally: ['tally/require-secret-mounts'] } },
    argument: { aliases: {} },
    login: { aliases: { trivy: ['DS-0031'] } },
  },
  options: {
    commands: mapOption(
      {},
      'Which programs need which mount: `pip: type=secret,id=pipconf,target=/root/.config/pip/pip.conf`',
    ),
  },
  links: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypesecret',
  ],

  instructions: { RUN: lookAtArguments },
  commands: { '*': lookAtCommand },

  invalid: [
    {
      text: 'FROM node:22\nARG NPM_TOKEN\nRUN echo "//r.acme.dev/:_authToken=$NPM_TOKEN" > .npmrc && npm ci\n',
      lines: [3],
      variants: ['argument'],
    },
    {
      text: 'FROM debian:13\nRUN aws configure set aws_secret_access_key "$KEY"\n',
      lines: [2],
      variants: ['login'],
    },
    {
      text: 'FROM debian:13\nRUN docker login -u bot --password-stdin < /t\n',
      lines: [2],
      variants: ['login'],
    },
    {
      text: 'FROM python:3.13\nRUN pip install acme\n',
      options: { commands: { pip: 'type=secret,id=pipconf,target=/root/.config/pip/pip.conf' } },
      lines: [2],
      variants: ['configured'],
      fixed:
        'FROM python:3.13\nRUN --mount=type=secret,id=pipconf,target=/root/.config/pip/pip.conf pip install acme\n',
    },
  ],
  valid: [
    { text: 'FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n' },
    {
      text: 'FROM node:22\nARG SECRET_KEY_BASE=dummy\nRUN SECRET_KEY_BASE=$SECRET_KEY_BASE rails assets:precompile\n',
    },
    { text: 'FROM debian:13\nRUN aws configure set region eu-west-1 && aws s3 ls\n' },
  ],
});

const hasSecretMount = ({ mounts }: InstructionFacts): boolean =>
  mounts.some(({ type }) => type === 'secret');

/** The first secret of a build argument that a step reads. */
function lookAtArguments(instruction: InstructionFacts, { report }: RuleContext): void {
  const tree = instruction.script?.tree ?? null;
  if (tree === null || !tree.text.includes('$') || hasSecretMount(instruction)) return;
  const told = new Set<string>();
  walkShell(tree, (node, place) => {
    if (node.type !== 'SimpleExpansion' && node.type !== 'ParameterExpansion') return;
    const name = node.type === 'SimpleExpansion' ? node.text.slice(1) : node.parameter;
    if (told.has(name) || !isSecretName(name)) return;
    const variable = instruction.lookup(name);
    if (variable?.kind !== 'arg') return;
    if (variable.pair?.value != null && kindOfValue(variable.pair.value) === 'example') return;
    told.add(name);
    report({
      at: place.range(node),
      variant: 'argument',
      message: `The build argument \`${name}\` stays in the image's history; give it to this step with \`--mount=type=secret,id=${name.toLowerCase()},env=${name}\`.`,
    });
  });
}

function lookAtCommand(
  command: Command,
  { options, report }: RuleContext<{ commands: ReturnType<typeof mapOption> }>,
): void {
  const { instruction, program } = command;
  if (program === null) return;
  const wanted = Object.hasOwn(options.commands, program) ? options.commands[program] : undefined;
  if (wanted !== undefined && !hasMount(instruction, wanted))
    report({
      at: command.word?.range ?? command.shell.range,
      variant: 'configured',
      message: `\`${program}\` is to have its secret mount (\`${wanted}\`), but this step has none.`,
      fix: () => addFlag(instruction.node, 'mount', wanted),
    });
  if (
    !LOGINS[program]?.test(command.args.map(({ value, raw }) => value ?? raw).join(' ')) ||
    hasSecretMount(instruction)
  )
    return;
  report({
    at: command.shell.range,
    variant: 'login',
    message: `\`${program}\` writes credentials into the layer; give them to the step with \`--mount=type=secret\` and keep them out of its files.`,
  });
}

/** What sets credentials up, by the vendors' command references. */
const LOGINS: Readonly<Record<string, RegExp>> = {
  aws: /^configure set aws_(?:access_key_id|secret_access_key|session_token)\b/,
  gcloud: /^auth activate-service-account\b/,
  az: /^login\b.*(?:-p|--password|--federated-token)\b/,
  doctl: /^auth init\b.*(?:-t|--access-token)\b/,
  docker: /^login\b/,
  npm: /^(?:config set|set)\b.*(?:_authToken|_password|_auth)\b|^login\b/,
};

function hasMount({ mounts }: InstructionFacts, wanted: string): boolean {
  const id = /(?:^|,)id=([^,]+)/.exec(wanted)?.[1];
  return mounts.some(
    ({ type, options }) => type === 'secret' && (id === undefined || options.get('id') === id),
  );
}
