import {
  addWords,
  defineRule,
  languageCallsIn,
  settingOf,
  type DockerfileFacts,
  type LanguageCall,
} from '../lint/index.ts';
import { hasOption, valuesOf } from '../syntax/shell/index.ts';
import { bundlerTold, isSetAt } from './installers/settings.ts';
import { isForUse, isShipped, lineage } from './installers/stages.ts';
import { placeOfCall } from './installers/visits.ts';

type Tool = LanguageCall['tool'];

const VARIANT: Readonly<Partial<Record<Tool, string>>> = { composer: 'composer', bundle: 'bundler' };

/** The option that leaves development dependencies out. */
const OPTION: Readonly<Partial<Record<Tool, string>>> = {
  npm: '--omit=dev',
  pnpm: '--prod',
  bun: '--production',
  composer: '--no-dev',
  poetry: '--only main',
  uv: '--no-dev',
};

export const productionDependenciesOnly = defineRule({
  id: 'production-dependencies-only',
  title: 'Ship no development dependencies',
  why: 'Test runners, bundlers, linters and type checkers are often larger than the program itself. In the shipped image they are of no use, and each of their weaknesses turns up in every scan.',
  remedy:
    "Install with the installer's production option; where the build needs the others, build in a stage of its own and copy the result.",
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 2,
  aliases: {
    tally: ['tally/php/composer-no-dev-in-production', 'tally/ruby/missing-bundle-without-development'],
  },
  variants: {
    composer: { aliases: { tally: ['tally/php/composer-no-dev-in-production'] } },
    bundler: { aliases: { tally: ['tally/ruby/missing-bundle-without-development'] } },
    more: { aliases: {} },
  },
  links: [
    'https://docs.docker.com/build/building/multi-stage/',
    'https://docs.npmjs.com/cli/commands/npm-install#omit',
    'https://getcomposer.org/doc/03-cli.md#install-i',
  ],

  dockerfile(file, { report }) {
    if (!isForUse(file)) return;
    let facts: StartFacts | undefined;
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN' || !isShipped(instruction)) continue;
      for (const call of languageCallsIn(instruction)) {
        if (!takesAll(call) || isSet(call)) continue;
        facts ??= startFacts(file);
        if (
          facts.isDevelopment ||
          (isNode(call) && (!facts.hasDevDependencies || facts.lastPrune >= instruction.place.index))
        )
          continue;
        const builds = isNode(call) && facts.lastBuild >= instruction.place.index;
        const option =
          call.tool === 'yarn' && hasOption(call.options, '--frozen-lockfile')
            ? '--production'
            : OPTION[call.tool];
        report({
          at: placeOfCall(call),
          variant: VARIANT[call.tool] ?? 'more',
          message: `\`${`${call.tool} ${call.verb}`.trim()}\` puts development dependencies into the shipped image: ${builds ? 'build in a stage of its own, and install without them here' : adviceFor(call, option)}.`,
          fix: () =>
            builds || option === undefined || call.tool === 'pip'
              ? null
              : addWords(call.command, call.verbWord, option),
        });
      }
    }
  },

  invalid: [
    {
      text: 'FROM node:24\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
      lines: [3],
      variants: ['more'],
      fixed: 'FROM node:24\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n',
    },
    {
      text: 'FROM node:24\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/server.js"]\n',
      lines: [3],
    },
    {
      text: 'FROM composer:2\nRUN composer install\n',
      lines: [2],
      variants: ['composer'],
      fixed: 'FROM composer:2\nRUN composer install --no-dev\n',
    },
    { text: 'FROM ruby:3.4\nRUN bundle install\n', lines: [2], variants: ['bundler'] },
    { text: 'FROM python:3.13\nRUN pip install -r requirements.txt -r requirements-dev.txt\n', lines: [2] },
    {
      text: 'FROM python:3.13\nRUN poetry install --no-root\n',
      lines: [2],
      fixed: 'FROM python:3.13\nRUN poetry install --only main --no-root\n',
    },
  ],
  valid: [
    { text: 'FROM node:24\nENV NODE_ENV=production\nRUN npm ci\nCMD ["node", "server.js"]\n' },
    { text: 'FROM node:24 AS build\nRUN npm ci && npm run build\nFROM node:24\nCOPY --from=build /a /a\n' },
    {
      text: 'FROM node:24\nRUN npm ci && npm run build && npm prune --omit=dev\nCMD ["node", "server.js"]\n',
    },
    { text: 'FROM node:24\nRUN npm ci\nCMD ["npm", "run", "dev"]\n' },
    {
      text: 'FROM node:24\nRUN npm ci\nCMD ["node", "server.js"]\n',
      files: { 'package.json': '{"dependencies":{"express":"5"}}' },
    },
    { text: 'FROM ruby:3.4\nENV BUNDLE_WITHOUT=development:test\nRUN bundle install\n' },
    {
      text: 'FROM python:3.13\nRUN pip install -r requirements.txt && uv sync --no-dev && poetry install --only main\n',
    },
  ],
});

const isNode = ({ tool }: LanguageCall): boolean => /^(?:npm|yarn|pnpm|bun)$/.test(tool);

const isTrue = (value: string | null | undefined): boolean =>
  value === null || (value !== undefined && /^(?:1|true|yes|on)$/i.test(value));

/** Whether a call installs the project's dependencies with those for development, as far as its options tell. */
function takesAll({ tool, action, verb, options }: LanguageCall): boolean {
  const has = (...names: string[]): boolean => hasOption(options, ...names);
  switch (tool) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun': {
      if (
        action !== 'install' ||
        has('-g', '--global', '--version', '--lockfile-only', '--package-lock-only')
      )
        return false;
      const off = options.some(({ name, value }) =>
        /^--prod(?:uction)?$/.test(name) ? value !== 'false' : name === '-P' || name === '-p',
      );
      return !off && !valuesOf(options, '--omit', '--only').some((what) => /^(?:dev|prod)/.test(what));
    }
    case 'composer':
      return action === 'install' && !verb.startsWith('global') && !has('--no-dev');
    case 'bundle':
      return action === 'install' && !has('--without');
    case 'poetry':
      return action === 'install' && !has('--only', '--without', '--no-dev', '--only-root');
    case 'uv':
      return verb === 'sync' && !has('--no-dev', '--only-group', '--no-default-groups', '--no-group');
    case 'pipenv':
      return action === 'install' && has('--dev', '-d');
    case 'pip':
      return valuesOf(options, '-r', '--requirement').some((path) => DEV_FILE.test(path));
    default:
      return false;
  }
}

const DEV_FILE = /(?:^|[/_.-])(?:dev|develop|development|test|tests|testing|lint)(?=[/_.-])/;

/** Whether a variable or an earlier step leaves them out. */
function isSet(call: LanguageCall): boolean {
  const { tool, command } = call;
  if (isNode(call)) {
    if (settingOf(command, 'NODE_ENV') === 'production') return true;
    return (
      settingOf(command, 'npm_config_omit', 'NPM_CONFIG_OMIT') === 'dev' ||
      isTrue(settingOf(command, 'NPM_CONFIG_PRODUCTION', 'npm_config_production', 'YARN_PRODUCTION'))
    );
  }
  if (tool === 'composer') return isTrue(settingOf(command, 'COMPOSER_NO_DEV'));
  if (tool === 'uv') return isTrue(settingOf(command, 'UV_NO_DEV'));
  if (tool === 'poetry') return settingOf(command, 'POETRY_WITHOUT', 'POETRY_ONLY') !== undefined;
  if (tool !== 'bundle') return false;
  if (settingOf(command, 'BUNDLE_WITHOUT', 'BUNDLE_ONLY') !== undefined) return true;
  return isSetAt(command.instruction, tellsBundler);
}

const tellsBundler = bundlerTold(/^(?:without|only)$/);

interface StartFacts {
  /** the container starts a development server */
  isDevelopment: boolean;
  /** package.json lists some, or is not known */
  hasDevDependencies: boolean;
  /** where the project's own scripts run last, and where unused packages are taken away last; -1 for nowhere */
  lastBuild: number;
  lastPrune: number;
}

function startFacts(file: DockerfileFacts): StartFacts {
  const stages = lineage(file.target);
  const start = [file.target?.effective('CMD'), file.target?.effective('ENTRYPOINT')]
    .map((one) => one?.node.argument ?? '')
    .join(' ');
  const calls = stages.flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keyword === 'RUN').flatMap((one) => languageCallsIn(one)),
  );
  const last = (wanted: (call: LanguageCall) => boolean): number =>
    calls.reduce(
      (most, call) => (wanted(call) ? Math.max(most, call.command.instruction.place.index) : most),
      -1,
    );
  const manifest = file.around.read('package.json');
  return {
    isDevelopment:
      /\b(?:dev|develop|watch|nodemon|ts-node-dev|serve:dev|start:dev|test|jest|vitest|storybook)\b/.test(
        start,
      ),
    hasDevDependencies: manifest === null || /"devDependencies"\s*:\s*\{\s*"/.test(manifest),
    lastBuild: last((call) => isNode(call) && (call.action === 'run' || call.action === 'build')),
    lastPrune: last(
      (call) =>
        isNode(call) &&
        (call.verb === 'prune' ||
          (call.action === 'install' && !takesAll(call)) ||
          call.verb === 'autoclean'),
    ),
  };
}

function adviceFor({ tool }: LanguageCall, option: string | undefined): string {
  if (tool === 'bundle') return 'set `BUNDLE_WITHOUT=development:test`';
  if (tool === 'pip') return 'install their file in another stage';
  if (tool === 'pipenv') return 'leave `--dev` out';
  if (tool === 'yarn') return 'use `--production`, or `yarn workspaces focus --production`';
  return `add \`${option ?? ''}\``;
}
