import {
  addWords,
  defineRule,
  deletionsIn,
  languageCallsIn,
  runAfter,
  type InstructionFacts,
  type LanguageCall,
} from '../lint/index.ts';
import { isCacheEmptied, isCacheMounted, isCacheOff, LANGUAGE_CACHES } from './installers/language-caches.ts';
import { placeOfCall } from './installers/visits.ts';

const VARIANT: Readonly<Partial<Record<LanguageCall['tool'], string>>> = {
  pip: 'pip',
  yarn: 'yarn',
  bundle: 'bundler',
  npm: 'more',
  uv: 'more',
  composer: 'more',
};

export const cleanLanguagePackageCache = defineRule({
  id: 'clean-language-package-cache',
  title: "Leave no installer's downloads in the image",
  why: 'pip, npm, yarn and the others keep what they download, so that a second installation is quicker. In an image there is no second one: the cache only makes the layer larger, often as large again as what was installed.',
  remedy:
    'Switch the cache off (`pip install --no-cache-dir`), empty it in the same RUN, or put it on a cache mount, which makes the next build quicker as well.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: {
    hadolint: ['DL3042', 'DL3060'],
    kics: ['f2f903fb-b977-461e-98d7-b3e2185c6118'],
    tally: ['tally/ruby/leftover-bundler-cache'],
  },
  variants: {
    pip: { aliases: { hadolint: ['DL3042'], kics: ['f2f903fb-b977-461e-98d7-b3e2185c6118'] } },
    // the cache is emptied, or the stage is not shipped
    'pip-harmless': {
      aliases: { hadolint: ['DL3042'], kics: ['f2f903fb-b977-461e-98d7-b3e2185c6118'] },
      recommended: false,
    },
    yarn: { aliases: { hadolint: ['DL3060'] } },
    bundler: { aliases: { tally: ['tally/ruby/leftover-bundler-cache'] } },
    more: { aliases: {} },
  },
  links: [
    'https://pip.pypa.io/en/stable/topics/caching/',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],

  instructions: {
    RUN(instruction, { report }) {
      for (const { call, isHarmless } of leftIn(instruction)) {
        const cache = LANGUAGE_CACHES[call.tool];
        const variant = VARIANT[call.tool];
        if (cache === undefined || variant === undefined) continue;
        const option = cache.off?.options[0];
        const advice = call.tool === 'bundle' ? BUNDLER : (option ?? cache.command ?? '');
        report({
          at: placeOfCall(call),
          variant: isHarmless ? `${variant}-harmless` : variant,
          message: isHarmless
            ? `\`${call.tool} ${call.verb}\` keeps its downloads, though not in the shipped image; hadolint asks for \`${advice}\`.`
            : `\`${`${call.tool} ${call.verb}`.trim()}\` keeps its downloads in this layer, where nothing uses them: add \`${advice}\`, or mount a cache at \`${cache.folders[0]?.replace('~', '/root') ?? ''}\`.`,
          // a yarn that links into its cache instead of copying out of it needs it at run time
          ...(call.tool === 'yarn' ? { fixClass: 'needs-proof' as const } : {}),
          fix: () =>
            option !== undefined
              ? addWords(call.command, call.verbWord, option)
              : call.tool === 'bundle' || cache.command === null
                ? null
                : runAfter(call.command, cache.command),
        });
      }
    },
  },

  invalid: [
    {
      text: 'FROM python:3.13\nRUN pip install -r requirements.txt\n',
      lines: [2],
      variants: ['pip'],
      fixed: 'FROM python:3.13\nRUN pip install --no-cache-dir -r requirements.txt\n',
    },
    {
      text: 'FROM node:24\nRUN yarn cache clean && yarn install\n',
      lines: [2],
      variants: ['yarn'],
      fixed: 'FROM node:24\nRUN yarn cache clean && yarn install && yarn cache clean\n',
    },
    {
      text: 'FROM node:24\nRUN npm ci && npm run build\n',
      lines: [2],
      variants: ['more'],
      fixed: 'FROM node:24\nRUN npm ci && npm cache clean --force && npm run build\n',
    },
    { text: 'FROM ruby:3.4\nRUN bundle install\n', lines: [2], variants: ['bundler'] },
    {
      text: 'FROM python:3.13 AS build\nRUN pip install build==1.2.2\nFROM python:3.13\nCOPY --from=build /a /a\n',
      lines: [2],
      variants: ['pip-harmless'],
      fixed:
        'FROM python:3.13 AS build\nRUN pip install --no-cache-dir build==1.2.2\nFROM python:3.13\nCOPY --from=build /a /a\n',
    },
  ],
  valid: [
    { text: 'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install -r requirements.txt\n' },
    {
      text: 'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
    },
    { text: 'FROM node:24\nRUN yarn install && yarn cache clean\n' },
    { text: 'FROM node:24 AS build\nRUN npm ci\nFROM node:24\nCOPY --from=build /a /a\n' },
    { text: 'FROM ruby:3.4\nRUN bundle install && rm -rf "$BUNDLE_PATH"/ruby/*/cache\n' },
    { text: 'FROM node:24\nRUN npm ci && rm -rf ~/.npm\n' },
  ],
});

const BUNDLER = 'rm -rf "$BUNDLE_PATH"/ruby/*/cache';

/** Of each tool the last call that leaves something, so that a RUN has one finding for each. */
function leftIn(instruction: InstructionFacts): { call: LanguageCall; isHarmless: boolean }[] {
  const last = new Map<string, LanguageCall>();
  for (const call of languageCallsIn(instruction)) {
    const isFetching =
      (call.action === 'install' || call.action === 'add') && !/^(?:download|wheel|run)$/.test(call.verb);
    if (isFetching && VARIANT[call.tool] !== undefined && !isPrinting(call)) last.set(call.tool, call);
  }
  const shipped = instruction.place.isTrigger || (instruction.stage?.ships ?? true);
  return [...last.values()].flatMap((call) => {
    const cache = LANGUAGE_CACHES[call.tool];
    if (cache === undefined || isCacheOff(call, cache) || isCacheMounted(call, cache)) return [];
    const isHarmless = !shipped || isCacheEmptied(call, cache) || isBundleCleaned(call);
    return isHarmless && call.tool !== 'pip' ? [] : [{ call, isHarmless }];
  });
}

const isPrinting = ({ options }: LanguageCall): boolean =>
  options.some(({ name }) => /^--(?:version|help|dry-run)$|^-h$/.test(name));

/** Bundler's cache lies at a path with the version of Ruby in it. */
const isBundleCleaned = ({ tool, command }: LanguageCall): boolean =>
  tool === 'bundle' && deletionsIn(command.instruction).some(({ path }) => /cache|bundle/i.test(path));
