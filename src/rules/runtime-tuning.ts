import {
  defineRule,
  osCallsIn,
  packagesOf,
  type DockerfileFacts,
  type InstructionFacts,
  type StageFacts,
} from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';
import { isForDevelopment, lineage } from './installers/stages.ts';

export const runtimeTuning = defineRule({
  id: 'runtime-tuning',
  title: "Switch on the language runtime's own speed",
  why: "Some runtimes leave their best settings off: PHP compiles every file anew for each request without OPcache, Ruby interprets without YJIT, and Ruby's memory grows with glibc's allocator although jemalloc is installed. Frameworks of Node take NODE_ENV for the sign to cache templates and to leave checks out.",
  remedy: 'Set the documented variable, or install the documented extension, in the shipped stage.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {
    tally: [
      'tally/php/enable-opcache-in-production',
      'tally/ruby/jemalloc-installed-but-not-preloaded',
      'tally/ruby/yjit-not-enabled-on-supported-runtime',
    ],
  },
  variants: {
    opcache: { aliases: { tally: ['tally/php/enable-opcache-in-production'] } },
    jemalloc: { aliases: { tally: ['tally/ruby/jemalloc-installed-but-not-preloaded'] } },
    yjit: { aliases: { tally: ['tally/ruby/yjit-not-enabled-on-supported-runtime'] } },
    node: { aliases: {} },
  },
  links: [
    'https://www.php.net/manual/en/opcache.installation.php',
    'https://docs.ruby-lang.org/en/master/jit/yjit_md.html',
    'https://expressjs.com/en/advanced/best-practice-performance.html#set-node_env-to-production',
  ],

  dockerfile(file, { report }) {
    const { target } = file;
    if (target?.from == null || file.isFragment || isForDevelopment(file, target)) return;
    const base = baseOf(target);
    const start = target.effective('CMD') ?? target.effective('ENTRYPOINT');
    const at = start?.at ?? target.at;
    const has = (name: string): boolean => target.scope.lookup(name, Infinity)?.kind === 'env';
    if (
      base?.name === 'php' &&
      /fpm|apache/.test(base.tag) &&
      lacksOpcache(base.tag) &&
      !mentions(target, /opcache/i)
    )
      report({
        at: target.base?.range ?? at,
        variant: 'opcache',
        message:
          'PHP compiles each file anew for every request here: install OPcache with `docker-php-ext-install opcache`.',
      });
    const jemalloc = jemallocIn(target);
    if (
      jemalloc !== null &&
      !has('LD_PRELOAD') &&
      !has('MALLOC_CONF') &&
      !mentions(target, /LD_PRELOAD|ld\.so\.preload/)
    )
      report({
        at: jemalloc,
        variant: 'jemalloc',
        message:
          '`jemalloc` is installed, but nothing loads it: set `LD_PRELOAD` to its library (`ENV LD_PRELOAD=libjemalloc.so.2`).',
      });
    if (
      base?.name === 'ruby' &&
      isServer(start, /rails|puma|unicorn|rackup|thrust|sidekiq/) &&
      hasYjit(base.tag) &&
      !has('RUBY_YJIT_ENABLE') &&
      !mentions(target, /yjit/i)
    )
      report({
        at: target.base?.range ?? at,
        variant: 'yjit',
        message: 'Ruby has a compiler, YJIT, that is off unless asked for: set `RUBY_YJIT_ENABLE=1`.',
        fix: () => before(file, start, 'ENV RUBY_YJIT_ENABLE=1'),
      });
    if (
      base?.name === 'node' &&
      isServer(start, /^node\b|\["node"|npm.*\bstart\b|yarn.*\bstart\b|pm2/) &&
      !has('NODE_ENV') &&
      !mentions(target, /NODE_ENV/)
    )
      report({
        at,
        variant: 'node',
        message:
          'Without `NODE_ENV=production`, Express and others run in their slower mode for development: set it in this stage.',
        fix: () => before(file, start, 'ENV NODE_ENV=production'),
      });
  },

  invalid: [
    { text: 'FROM php:8.4-fpm\nCOPY . /var/www/html\n', lines: [1], variants: ['opcache'] },
    {
      text: 'FROM ruby:3.4\nRUN apt-get install -y libjemalloc2\nCMD ["bin/rails", "server"]\n',
      lines: [1, 2],
      variants: ['yjit', 'jemalloc'],
      fixed:
        'FROM ruby:3.4\nRUN apt-get install -y libjemalloc2\nENV RUBY_YJIT_ENABLE=1\nCMD ["bin/rails", "server"]\n',
    },
    {
      text: 'FROM node:24\nRUN npm ci\nCMD ["node", "server.js"]\n',
      lines: [3],
      variants: ['node'],
      fixed: 'FROM node:24\nRUN npm ci\nENV NODE_ENV=production\nCMD ["node", "server.js"]\n',
    },
  ],
  valid: [
    { text: 'FROM php:8.4-fpm\nRUN docker-php-ext-install opcache\n' },
    { text: 'FROM php:8.4-cli\nCMD ["php", "job.php"]\n' },
    {
      text: 'FROM ruby:3.4\nENV LD_PRELOAD=libjemalloc.so.2 RUBY_YJIT_ENABLE=1\nRUN apt-get install -y libjemalloc2\nCMD ["bin/rails", "server"]\n',
    },
    { text: 'FROM node:24\nENV NODE_ENV=production\nCMD ["node", "server.js"]\n' },
    { text: 'FROM node:24\nCMD ["npm", "run", "dev"]\n' },
  ],
});

function baseOf(stage: StageFacts): { name: string; tag: string } | null {
  const reference = stage.rootBase?.reference ?? null;
  return reference === null ? null : { name: reference.familiarName, tag: reference.tag ?? '' };
}

/** From 8.5 on it is part of PHP; a tag without a minor version may be that. */
const lacksOpcache = (tag: string): boolean => {
  const [, first = '9', second] = /^(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
  return Number(first) < 8 || (first === '8' && second !== undefined && Number(second) < 5);
};

/** Since 3.3 it is switched on by a variable, and the official images are built with it. */
const hasYjit = (tag: string): boolean => {
  const [, first = '0', second] = /^(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
  return Number(first) > 3 || (Number(first) === 3 && (second === undefined || Number(second) >= 3));
};

/** Whether an instruction of the stage, or of one that it starts from, has a word. */
const mentions = (stage: StageFacts, what: RegExp): boolean =>
  lineage(stage).some(({ instructions }) =>
    instructions.some(
      ({ node }) => what.test(node.argument) || node.heredocs.some(({ body }) => what.test(body)),
    ),
  );

function jemallocIn(stage: StageFacts) {
  for (const one of lineage(stage))
    for (const instruction of one.instructions) {
      if (instruction.keyword !== 'RUN' || !instruction.node.argument.includes('jemalloc')) continue;
      for (const call of osCallsIn(instruction))
        for (const { name, word } of packagesOf(call))
          if (/^(?:lib)?jemalloc\d*$/.test(name ?? '')) return word.range;
    }
  return null;
}

const isServer = (start: InstructionFacts | null, what: RegExp): boolean =>
  start !== null &&
  what.test(start.node.argument) &&
  !/\b(?:dev|test|watch|nodemon|development)\b/.test(start.node.argument);

function before(file: DockerfileFacts, start: InstructionFacts | null, text: string): readonly Edit[] | null {
  if (start === null || start.stage !== file.target) return null;
  const at = start.node.range.start;
  return [{ range: { start: at, end: at }, text: text + (/\r?\n/.exec(file.source)?.[0] ?? '\n') }];
}
