import {
  addWords,
  defineRule,
  languageCallsIn,
  replaceWord,
  settingOf,
  type LanguageCall,
} from '../lint/index.ts';
import { hasOption } from '../syntax/shell/index.ts';
import { bundlerTold, isSetAt } from './installers/settings.ts';
import { hasFile } from './installers/stages.ts';
import { placeOfCall } from './installers/visits.ts';

type Tool = LanguageCall['tool'];

interface Frozen {
  locks: readonly string[];
  /** verbs that may change the lock file, or go past it */
  verbs: RegExp;
  /** options with which they don't */
  options: readonly string[];
  /** variables with which they don't */
  variables: readonly string[];
  /** what is written instead: another verb, or an option behind it */
  instead: { verb: string } | { option: string } | null;
}

/** From each tool's own manual. */
const FROZEN: Readonly<Partial<Record<Tool, Frozen>>> = {
  npm: {
    locks: ['package-lock.json', 'npm-shrinkwrap.json'],
    verbs: /^(?:i|in|ins|inst|insta|instal|install|add)$/,
    options: ['-g', '--global', '--no-package-lock', '--package-lock-only', '--location'],
    variables: [],
    instead: { verb: 'ci' },
  },
  yarn: {
    locks: ['yarn.lock'],
    verbs: /^(?:install)?$/,
    options: [
      '--frozen-lockfile',
      '--immutable',
      '--pure-lockfile',
      '--immutable-cache',
      '--mode',
      '--version',
      '-v',
      '--help',
    ],
    variables: ['YARN_ENABLE_IMMUTABLE_INSTALLS', 'YARN_FROZEN_LOCKFILE'],
    instead: { option: '--frozen-lockfile' },
  },
  pnpm: {
    locks: ['pnpm-lock.yaml'],
    verbs: /^(?:i|install)$/,
    options: ['--frozen-lockfile', '--offline', '-g', '--global', '--lockfile-only'],
    variables: ['CI', 'npm_config_frozen_lockfile'],
    instead: { option: '--frozen-lockfile' },
  },
  bun: {
    locks: ['bun.lock', 'bun.lockb'],
    verbs: /^(?:i|install)$/,
    options: ['--frozen-lockfile', '-g', '--global'],
    variables: [],
    instead: { option: '--frozen-lockfile' },
  },
  bundle: {
    locks: ['Gemfile.lock'],
    verbs: /^(?:install)?$/,
    options: ['--deployment', '--frozen', '--local'],
    variables: ['BUNDLE_DEPLOYMENT', 'BUNDLE_FROZEN'],
    instead: null,
  },
  composer: {
    locks: ['composer.lock'],
    verbs: /^(?:update|u|upgrade)$/,
    options: ['--lock'],
    variables: [],
    instead: { verb: 'install' },
  },
  cargo: {
    locks: ['Cargo.lock'],
    verbs: /^(?:build|b|fetch)$/,
    options: ['--locked', '--frozen', '--offline'],
    variables: ['CARGO_NET_OFFLINE'],
    instead: { option: '--locked' },
  },
  uv: {
    locks: ['uv.lock'],
    verbs: /^sync$/,
    options: ['--frozen', '--locked'],
    variables: ['UV_FROZEN', 'UV_LOCKED'],
    instead: { option: '--locked' },
  },
  pipenv: {
    locks: ['Pipfile.lock'],
    verbs: /^install$/,
    options: ['--deploy', '--ignore-pipfile', '--skip-lock', '-r'],
    variables: ['PIPENV_DEPLOY'],
    instead: { option: '--deploy' },
  },
};

export const installFromLockfile = defineRule({
  id: 'install-from-lockfile',
  title: 'Install exactly what the lock file says',
  why: 'The lock file tells which versions were tested. An installer that may change it puts others into the image without a word when the two don’t agree; one that must not fails the build, where somebody sees it.',
  remedy:
    "Use the installer's frozen mode: `npm ci`, `--frozen-lockfile`, `--immutable`, `--locked`, `BUNDLE_DEPLOYMENT=1`.",
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 1,
  aliases: { tally: ['tally/ruby/missing-bundle-deployment'] },
  variants: {
    bundler: { aliases: { tally: ['tally/ruby/missing-bundle-deployment'] } },
    more: { aliases: {} },
  },
  links: [
    'https://docs.npmjs.com/cli/commands/npm-ci',
    'https://pnpm.io/cli/install#--frozen-lockfile',
    'https://bundler.io/man/bundle-config.1.html',
  ],

  dockerfile(file, { report }) {
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const call of languageCallsIn(instruction)) {
        const frozen = FROZEN[call.tool];
        if (frozen === undefined || !mayChange(call, frozen) || isConfigured(call)) continue;
        if (!hasFile(file, instruction, frozen.locks)) continue;
        const lock = frozen.locks[0] ?? '';
        const { instead } = frozen;
        report({
          at: placeOfCall(call),
          variant: call.tool === 'bundle' ? 'bundler' : 'more',
          message: `\`${`${call.tool} ${call.verb}`.trim()}\` ${call.tool === 'composer' ? 'ignores' : 'may change'} \`${lock}\` instead of holding to it: ${instead === null ? 'set `BUNDLE_DEPLOYMENT=1`' : 'verb' in instead ? `use \`${call.tool} ${instead.verb}\`` : `add \`${instead.option}\``}.`,
          fix: () => {
            if (instead === null) return null;
            if ('verb' in instead) return replaceWord(call.command, call.verbWord, instead.verb);
            return addWords(call.command, call.verbWord ?? call.command.word, instead.option);
          },
        });
      }
    }
  },

  invalid: [
    {
      text: 'FROM node:24\nCOPY package.json package-lock.json ./\nRUN npm install\n',
      lines: [3],
      variants: ['more'],
      fixed: 'FROM node:24\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
    },
    {
      text: 'FROM node:24\nCOPY . .\nRUN yarn\n',
      files: { 'yarn.lock': '' },
      lines: [3],
      fixed: 'FROM node:24\nCOPY . .\nRUN yarn --frozen-lockfile\n',
    },
    {
      text: 'FROM node:24\nCOPY package*.json ./\nRUN npm i --omit=dev\n',
      files: { 'package-lock.json': '{}' },
      lines: [3],
      fixed: 'FROM node:24\nCOPY package*.json ./\nRUN npm ci --omit=dev\n',
    },
    {
      text: 'FROM ruby:3.4\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
      lines: [3],
      variants: ['bundler'],
    },
    {
      text: 'FROM rust:1.90\nCOPY Cargo.toml Cargo.lock ./\nRUN cargo build --release\n',
      lines: [3],
      fixed: 'FROM rust:1.90\nCOPY Cargo.toml Cargo.lock ./\nRUN cargo build --locked --release\n',
    },
  ],
  valid: [
    { text: 'FROM node:24\nCOPY package.json package-lock.json ./\nRUN npm ci\n' },
    { text: 'FROM node:24\nCOPY package*.json ./\nRUN npm install\n', files: { 'package.json': '{}' } },
    {
      text: 'FROM node:24\nCOPY package.json yarn.lock ./\nRUN yarn install --immutable && npm install -g serve@14.2.4\n',
    },
    {
      text: 'FROM ruby:3.4\nENV BUNDLE_DEPLOYMENT=1\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
    },
    {
      text: 'FROM ruby:3.4\nCOPY Gemfile Gemfile.lock ./\nRUN bundle config set --local frozen true && bundle install\n',
    },
    { text: 'FROM composer:2\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev\n' },
  ],
});

function mayChange(call: LanguageCall, { verbs, options, variables }: Frozen): boolean {
  if (!verbs.test(call.verb) || hasOption(call.options, ...options)) return false;
  // with names it adds packages; `.` is the project itself
  if (call.tool !== 'cargo' && call.operands.some(({ value }) => value === null || !/^\.\/?$/.test(value)))
    return false;
  const set = settingOf(call.command, ...variables);
  return set === undefined || (set !== null && /^(?:0|false|no|)$/i.test(set));
}

const tellsBundler = bundlerTold(/^(?:deployment|frozen)$/);

/** Whether Bundler was told before, in this stage or one that it starts from. */
const isConfigured = ({ tool, command }: LanguageCall): boolean =>
  tool === 'bundle' && isSetAt(command.instruction, tellsBundler);
