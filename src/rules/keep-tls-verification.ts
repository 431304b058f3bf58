import {
  argumentsOf,
  defineRule,
  downloadOf,
  osCallOf,
  removeWords,
  type Command,
  type InstructionFacts,
  type RuleContext,
} from '../lint/index.ts';
import { envPairs, type Pair } from '../syntax/dockerfile/index.ts';
import { nodeCommand, pipCommand, type Option } from '../syntax/shell/index.ts';
import type { Edit, Range } from '../syntax/text.ts';
import { TLS_NAMES, TLS_VARIABLES } from './installers/tls-switches.ts';

export const keepTlsVerification = defineRule({
  id: 'keep-tls-verification',
  title: 'Keep certificate checks on',
  why: 'Without the check, a download comes from whoever answers: anybody on the way can put another program in its place, which the build then runs as root. A variable in ENV switches the check off for the running container as well.',
  remedy:
    'Remove the switch. For servers with a certificate of your own authority, add its root certificate (`update-ca-certificates`, `NODE_EXTRA_CA_CERTS`, `PIP_CERT`, `GIT_SSL_CAINFO`).',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 8,
  aliases: {
    checkov: [
      'CKV2_DOCKER_2',
      'CKV2_DOCKER_3',
      'CKV2_DOCKER_4',
      'CKV2_DOCKER_5',
      'CKV2_DOCKER_6',
      'CKV2_DOCKER_12',
      'CKV2_DOCKER_13',
      'CKV2_DOCKER_14',
      'CKV2_DOCKER_15',
      'CKV2_DOCKER_16',
    ],
  },
  variants: {
    curl: { aliases: { checkov: ['CKV2_DOCKER_2'] } },
    wget: { aliases: { checkov: ['CKV2_DOCKER_3'] } },
    'pip-flag': { aliases: { checkov: ['CKV2_DOCKER_4'] } },
    'python-env': { aliases: { checkov: ['CKV2_DOCKER_5'] } },
    'node-env': { aliases: { checkov: ['CKV2_DOCKER_6'] } },
    'npm-env': { aliases: { checkov: ['CKV2_DOCKER_12'] } },
    'npm-config': { aliases: { checkov: ['CKV2_DOCKER_13'] } },
    'git-env': { aliases: { checkov: ['CKV2_DOCKER_14'] } },
    'yum-config': { aliases: { checkov: ['CKV2_DOCKER_15'] } },
    'pip-env': { aliases: { checkov: ['CKV2_DOCKER_16'] } },
    more: { aliases: {} },
  },
  links: [
    'https://curl.se/docs/sslcerts.html',
    'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
    'https://pip.pypa.io/en/stable/topics/https-certificates/',
  ],

  instructions: { ENV: variables, ARG: variables },
  commands: {
    '*'(command, context) {
      const { shell, program } = command;
      for (const { name, range } of shell.assignments) {
        tellVariable(name, valueIn(command, range), range, context, () => null);
      }
      if (program !== 'export' && shell.name !== 'env') return;
      for (const word of shell.words.slice(1)) {
        const [, name, value = ''] = /^(\w+)=([^]*)$/.exec(word.raw) ?? [];
        if (name !== undefined) tellVariable(name, value, word.range, context, () => null);
      }
    },
    curl: transfer,
    wget: transfer,
    pip: pip,
    pip2: pip,
    pip3: pip,
    python: pip,
    python2: pip,
    python3: pip,
    npm: nodeConfig,
    yarn: nodeConfig,
    pnpm: nodeConfig,
    'yum-config-manager': repositories,
    'dnf-config-manager': repositories,
    yum: repositories,
    dnf: repositories,
    git(command, { report }) {
      const at = command.args.find(
        ({ raw }, index) =>
          /^["']?http(?:\..+)?\.sslverify=["']?(?:false|0|no|off)/i.test(raw) ||
          (/^["']?http(?:\..+)?\.sslverify["']?$/i.test(raw) &&
            /^["']?(?:false|0|no|off)["']?$/i.test(command.args[index + 1]?.raw ?? '')),
      );
      if (at !== undefined)
        report({ at: at.range, variant: 'more', message: messageFor(`\`${at.raw}\``, "git's") });
    },
    'apt-get'(command, { report }) {
      const option = osCallOf(command)?.options.find(({ value }) =>
        /^acquire::https(?:::.+)?::verify-(?:peer|host)=["']?(?:false|0|no)/i.test(value ?? ''),
      );
      if (option !== undefined)
        report({
          at: option.range,
          variant: 'more',
          message: messageFor(`\`${option.value ?? ''}\``, "apt's"),
          fix: () => removeWords(command, option.range),
        });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN curl -fsSkL https://example.com/a -o /a && wget -q --no-check-certificate https://example.com/b\n',
      lines: [2, 2],
      variants: ['curl', 'wget'],
      fixed: 'FROM debian:13\nRUN curl -fsSL https://example.com/a -o /a && wget -q https://example.com/b\n',
    },
    {
      text: 'FROM python:3.13\nENV PYTHONHTTPSVERIFY=0\nRUN pip install --trusted-host pypi.org flask==3.1.0\n',
      lines: [2, 3],
      variants: ['python-env', 'pip-flag'],
      fixed: 'FROM python:3.13\nRUN pip install flask==3.1.0\n',
    },
    {
      text: 'FROM node:24\nENV A=1 NODE_TLS_REJECT_UNAUTHORIZED=0\nRUN npm config set strict-ssl false && npm ci\n',
      lines: [2, 3],
      variants: ['node-env', 'npm-config'],
      fixed: 'FROM node:24\nENV A=1\nRUN npm config set strict-ssl false && npm ci\n',
    },
    {
      text: 'FROM debian:13\nRUN GIT_SSL_NO_VERIFY=1 git clone https://example.com/r && git config --global http.sslVerify false\n',
      lines: [2, 2],
      variants: ['git-env', 'more'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN curl -fsSL https://example.com/key -o /k && echo "curl -k"\n' },
    {
      text: 'FROM node:24\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 NPM_CONFIG_STRICT_SSL=true\nRUN unset GIT_SSL_NO_VERIFY\n',
    },
    { text: 'FROM python:3.13\nRUN pip install --index-url https://pypi.example.com/simple flask==3.1.0\n' },
  ],
});

const messageFor = (what: string, whose: string): string =>
  `${what} switches ${whose} check of certificates off, so that anybody on the way can replace what is downloaded: leave it out, or add the root certificate of your authority.`;

const valueIn = ({ script }: Command, { start, end }: Range): string =>
  script.source.slice(start, end).replace(/^\w+\+?=/, '');

function tellVariable(
  name: string,
  value: string,
  at: Range,
  { report }: RuleContext,
  fix: () => readonly Edit[] | null,
): void {
  const found = TLS_VARIABLES.get(name);
  if (found === undefined || value === '' || !found.off.test(value)) return;
  report({ at, variant: found.variant, message: messageFor(`\`${name}\``, found.whose), fix });
}

function variables(instruction: InstructionFacts, context: RuleContext): void {
  if (!TLS_NAMES.test(instruction.node.argument)) return;
  const pairs = envPairs(instruction.node);
  for (const pair of pairs) {
    const raw = pair.raw ?? intendedValue(pairs, pair);
    const text = raw === null ? null : (instruction.valueOf(raw) ?? raw);
    if (text === null) continue;
    tellVariable(pair.name, text, pair.range, context, () => {
      const { source } = instruction.place;
      const index = pairs.indexOf(pair);
      const [before, after] = [pairs[index - 1], pairs[index + 1]];
      if (before !== undefined)
        return [{ range: { start: before.range.end, end: pair.range.end }, text: '' }];
      if (after !== undefined)
        return [{ range: { start: pair.range.start, end: after.range.start }, text: '' }];
      const { start, end } = instruction.node.range;
      const eol = /^\r?\n/.exec(source.slice(end, end + 2))?.[0].length ?? 0;
      return instruction.place.isTrigger ? null : [{ range: { start, end: end + eol }, text: '' }];
    });
  }
}

/** `ARG NAME value` sets nothing, but tells what was meant. */
function intendedValue(pairs: readonly Pair[], pair: Pair): string | null {
  const [first, second, third] = pairs;
  const isMeant =
    pair === first && second?.raw === null && third === undefined && !/^[A-Z_]/.test(second.name);
  return isMeant ? second.name : null;
}

const INSECURE = /^(?:--insecure|-k|--proxy-insecure|--no-check-certificate|--doh-insecure)$/;

function transfer(command: Command, { report }: RuleContext): void {
  const download = downloadOf(command);
  const option = download?.options.find(({ name }) => INSECURE.test(name));
  if (download === null || option === undefined) return;
  report({
    at: option.range,
    variant: download.tool,
    message: messageFor(`\`${option.name}\``, `${download.tool}'s`),
    fix: () => withoutOption(command, option),
  });
}

/** A letter is taken out of those that it is written together with. */
function withoutOption(command: Command, option: Option): readonly Edit[] | null {
  const word = command.args.find(({ range }) => range.start === option.range.start);
  if (word === undefined || word.raw === option.name || option.name.startsWith('--'))
    return removeWords(command, option.range);
  if (!/^-\w+$/.test(word.raw) || command.instruction.node.json !== null) return null;
  return [{ range: word.range, text: word.raw.replace(option.name.slice(1), '') }];
}

function pip(command: Command, { report }: RuleContext): void {
  const read = pipCommand(command.shell);
  for (const option of read?.options ?? []) {
    if (option.name !== '--trusted-host') continue;
    report({
      at: option.range,
      variant: 'pip-flag',
      message: messageFor('`--trusted-host`', "pip's"),
      fix: () => removeWords(command, option.range),
    });
  }
}

function nodeConfig(command: Command, { report }: RuleContext): void {
  const node = nodeCommand(command.shell);
  if (node === null) return;
  const words = command.args.map(({ value, raw }) => value ?? raw);
  const index = words.findIndex((word) => /^(?:--)?strict-ssl(?:=(?:false|0))?$/i.test(word));
  const at = command.args[index];
  const value = /=/.test(words[index] ?? '') ? 'false' : words[index + 1];
  const isOff = /^(?:false|0)$/i.test(value ?? '');
  const noStrict = command.args.find(({ value: text }) => text === '--no-strict-ssl');
  const found = at !== undefined && isOff ? at : noStrict;
  if (found === undefined) return;
  const variant = node.action === 'configure' && found === at ? 'npm-config' : 'more';
  report({ at: found.range, variant, message: messageFor('`strict-ssl`', `${node.tool}'s`) });
}

function repositories(command: Command, { report }: RuleContext): void {
  const program = command.program ?? '';
  const isManager =
    program.endsWith('config-manager') || command.args.some(({ value }) => value === 'config-manager');
  const { options } = argumentsOf(command, {
    letters: 'cdexR',
    names: ['setopt', 'enablerepo', 'disablerepo'],
  });
  const option = options.find(
    ({ name, value }) => name === '--setopt' && /sslverify=["']?(?:0|false|no)/i.test(value ?? ''),
  );
  const word =
    option === undefined && isManager
      ? command.args.find(({ raw }) => /sslverify=["']?(?:0|false|no)/i.test(raw))
      : undefined;
  const at = option?.range ?? word?.range;
  if (at === undefined) return;
  report({
    at,
    variant: isManager ? 'yum-config' : 'more',
    message: messageFor('`sslverify=0`', `${program}'s`),
    fix: () => (isManager ? null : removeWords(command, at)),
  });
}
