import {
  defineRule,
  osCallOf,
  removeWords,
  replaceWord,
  type Command,
  type LanguageCall,
} from '../lint/index.ts';
import type { Option } from '../syntax/shell/index.ts';
import { onLanguageCalls } from './installers/visits.ts';

interface Deprecated {
  option: RegExp;
  /** the value that is deprecated; absent for any */
  value?: RegExp;
  verb?: RegExp;
  variant: 'bundler' | 'more';
  /** since when, and what to do instead */
  since: string;
  advice: string;
  /** what stands there afterwards; '' takes it out; null where it cannot be said */
  instead: string | null;
}

const bundler = (name: string, advice: string): Deprecated => ({
  option: new RegExp(`^${name}$`),
  verb: /^(?:install)?$/,
  variant: 'bundler',
  since: 'Bundler 2.1',
  advice,
  instead: null,
});

/** From each tool's own release notes. */
const DEPRECATED: Readonly<Partial<Record<LanguageCall['tool'], readonly Deprecated[]>>> = {
  bundle: [
    bundler(
      '--deployment',
      'set `BUNDLE_DEPLOYMENT=1`, or `bundle config set --local deployment true` before it',
    ),
    bundler('--frozen', 'set `BUNDLE_FROZEN=1`'),
    bundler('--without', 'set `BUNDLE_WITHOUT`, or `bundle config set --local without …` before it'),
    bundler('--with', 'set `BUNDLE_WITH`'),
    bundler('--path', 'set `BUNDLE_PATH`, or `bundle config set --local path …` before it'),
    bundler('--system', 'set `BUNDLE_PATH__SYSTEM=true`'),
    bundler('--binstubs', 'use `bundle binstubs`'),
    bundler('--clean', 'set `BUNDLE_CLEAN=true`'),
  ],
  npm: [
    {
      option: /^--production$/,
      variant: 'more',
      since: 'npm 8',
      advice: 'write `--omit=dev`',
      instead: '--omit=dev',
    },
    {
      option: /^--only$/,
      value: /^prod(?:uction)?$/,
      variant: 'more',
      since: 'npm 8',
      advice: 'write `--omit=dev`',
      instead: '--omit=dev',
    },
    {
      option: /^--no-optional$/,
      variant: 'more',
      since: 'npm 8',
      advice: 'write `--omit=optional`',
      instead: '--omit=optional',
    },
    {
      option: /^--unsafe-perm$/,
      variant: 'more',
      since: 'npm 7, which does not know it',
      advice: 'leave it out',
      instead: '',
    },
  ],
  poetry: [
    {
      option: /^--no-dev$/,
      variant: 'more',
      since: 'Poetry 1.2',
      advice: 'write `--only main`',
      instead: '--only main',
    },
    {
      option: /^--dev-only$/,
      variant: 'more',
      since: 'Poetry 1.2',
      advice: 'write `--only dev`',
      instead: '--only dev',
    },
  ],
  composer: [
    {
      option: /^--no-suggest$/,
      variant: 'more',
      since: 'Composer 2, where it does nothing',
      advice: 'leave it out',
      instead: '',
    },
  ],
  gem: [
    {
      option: /^--no-(?:ri|rdoc)$/,
      variant: 'more',
      since: 'RubyGems 2, and gone since 3',
      advice: 'write `--no-document`',
      instead: '--no-document',
    },
  ],
  pip: [
    {
      option: /^--install-option$/,
      variant: 'more',
      since: 'pip 22, and gone since 23.1',
      advice: 'use `--config-settings`',
      instead: null,
    },
  ],
};

export const deprecatedInstallerFlag = defineRule({
  id: 'deprecated-installer-flag',
  title: 'No options that an installer gives up',
  why: 'A deprecated option works until the installer in the base image is updated; then the build fails, or, worse, the option is ignored and development packages are installed without a word.',
  remedy: 'Write what the tool asks for instead.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/ruby/deprecated-bundler-install-flags'] },
  variants: {
    bundler: { aliases: { tally: ['tally/ruby/deprecated-bundler-install-flags'] } },
    more: { aliases: {} },
  },
  links: [
    'https://bundler.io/man/bundle-install.1.html',
    'https://docs.npmjs.com/cli/using-npm/config',
    'https://python-poetry.org/docs/cli/#install',
  ],

  commands: {
    ...onLanguageCalls((call, { report }) => {
      const seen = new Set<Deprecated>();
      for (const option of call.options) {
        const found = DEPRECATED[call.tool]?.find((one) => isMeant(one, option, call.verb));
        if (found === undefined || seen.has(found)) continue;
        seen.add(found);
        const given = option.name;
        report({
          at: option.range,
          variant: found.variant,
          message: `\`${given}\` is deprecated since ${found.since}: ${found.advice}.`,
          fix: () => fixed(call.command, option, found),
        });
      }
    }),
    'apt-key'(command, { report }) {
      const what = command.args.find(({ raw }) => !raw.startsWith('-'))?.value ?? '';
      if (!/^(?:add|adv)$/.test(what) || osCallOf(command) !== null) return;
      report({
        at: (command.word ?? command.shell).range,
        variant: 'more',
        message: `\`apt-key ${what}\` is deprecated, and Debian 13 does not have it: save the key in \`/etc/apt/keyrings\` and name it with \`signed-by=\` in the source.`,
      });
    },
  },

  invalid: [
    {
      text: 'FROM ruby:3.4\nRUN bundle install --without development test --deployment\n',
      lines: [2, 2],
      variants: ['bundler', 'bundler'],
    },
    {
      text: 'FROM node:24\nRUN npm ci --only=production && npm install --unsafe-perm\n',
      lines: [2, 2],
      variants: ['more', 'more'],
      fixed: 'FROM node:24\nRUN npm ci --omit=dev && npm install\n',
    },
    {
      text: 'FROM python:3.13\nRUN poetry install --no-dev\n',
      lines: [2],
      fixed: 'FROM python:3.13\nRUN poetry install --only main\n',
    },
    {
      text: 'FROM debian:12\nRUN curl -fsSL https://example.com/key | apt-key add -\n',
      lines: [2],
    },
  ],
  valid: [
    { text: 'FROM node:24\nRUN npm ci --omit=dev && yarn install --production\n' },
    { text: 'FROM ruby:3.4\nENV BUNDLE_WITHOUT=development\nRUN bundle install --jobs 4\n' },
  ],
});

const isMeant = ({ option: names, value, verb }: Deprecated, option: Option, called: string): boolean =>
  names.test(option.name) && (value?.test(option.value ?? '') ?? true) && (verb?.test(called) ?? true);

function fixed(command: Command, option: Option, { instead }: Deprecated) {
  if (instead === null || (option.name === '--production' && option.value !== null)) return null;
  return instead === '' ? removeWords(command, option.range) : replaceWord(command, option, instead);
}
