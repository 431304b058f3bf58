import {
  defineRule,
  languageCallsIn,
  osCallsIn,
  packagesOf,
  valuesOfWord,
  type InstructionFacts,
} from '../lint/index.ts';
import { envPairs, type Pair } from '../syntax/dockerfile/index.ts';
import type { Range } from '../syntax/text.ts';
import { isForUse, isShipped } from './installers/stages.ts';

const PACKAGES =
  /^(?:(?:pecl-)?php\d*(?:\.\d+)?-(?:pecl-)?xdebug|gdb|gdbserver|lldb|strace|ltrace|valgrind|delve)$/;
const MODULES =
  /^(?:debugpy|pydevd|pydevd-pycharm|ptvsd|ipdb|pudb|flask-debugtoolbar|django-debug-toolbar|node-inspector|xdebug)(?:$|[=<>~!@[])/;

/** A quick look at ENV before it is taken apart. */
const SETTING = /DEBUG|FLASK_ENV|--inspect|jdwp/;

export const debugToolsInFinalStage = defineRule({
  id: 'debug-tools-in-final-stage',
  title: 'Ship no debugger',
  why: "A debugger that listens lets everybody who reaches its port run code; one that is only loaded (Xdebug) makes every request slower; a framework's debug mode shows sources and settings to visitors.",
  remedy: 'Install and enable it in a stage for development that the shipped one is not built on.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 4,
  aliases: { tally: ['tally/php/no-xdebug-in-final-image'] },
  variants: {
    xdebug: { aliases: { tally: ['tally/php/no-xdebug-in-final-image'] } },
    more: { aliases: {} },
  },
  links: [
    'https://docs.docker.com/build/building/multi-stage/',
    'https://nodejs.org/en/learn/getting-started/debugging#security-implications',
    'https://flask.palletsprojects.com/en/stable/debugging/',
  ],

  dockerfile(file, { report }) {
    if (!isForUse(file)) return;
    const tell = (at: Range, what: string, why: string): void =>
      report({
        at,
        variant: /xdebug/i.test(what) ? 'xdebug' : 'more',
        message: `\`${what}\` goes into the shipped image: ${why}. Keep it to a stage for development.`,
      });
    for (const instruction of file.instructions) {
      if (!isShipped(instruction)) continue;
      if (instruction.keyword === 'RUN') installed(instruction, tell);
      if (instruction.keyword === 'ENV' && SETTING.test(instruction.node.argument))
        for (const pair of envPairs(instruction.node)) {
          const why = debugSetting(pair);
          if (why !== null) tell(pair.range, pair.name, why);
        }
      if (instruction.keyword !== 'CMD' && instruction.keyword !== 'ENTRYPOINT') continue;
      const flag = debugFlag(instruction);
      if (flag !== null) tell(flag.at, flag.text, 'a debugger that everybody who reaches its port may use');
    }
  },

  invalid: [
    {
      text: 'FROM php:8.4-fpm\nRUN pecl install xdebug-3.4.5 && docker-php-ext-enable xdebug\n',
      lines: [2, 2],
      variants: ['xdebug', 'xdebug'],
    },
    { text: 'FROM python:3.13\nENV FLASK_DEBUG=1\n', lines: [2], variants: ['more'] },
    { text: 'FROM node:24\nCMD ["node", "--inspect=0.0.0.0:9229", "server.js"]\n', lines: [2] },
    { text: 'FROM debian:13\nRUN apt-get install -y strace && pip install debugpy==1.8.14\n', lines: [2, 2] },
  ],
  valid: [
    {
      text: 'FROM php:8.4-fpm AS dev\nRUN pecl install xdebug-3.4.5\nFROM php:8.4-fpm\nCOPY . .\n',
    },
    { text: 'FROM python:3.13\nENV FLASK_DEBUG=0\nCMD ["node", "server.js"]\n' },
    { text: 'FROM php:8.4-fpm AS debug\nRUN pecl install xdebug\n' },
  ],
});

function installed(
  instruction: InstructionFacts,
  tell: (at: Range, what: string, why: string) => void,
): void {
  for (const call of osCallsIn(instruction))
    for (const { name, word } of packagesOf(call))
      if (name !== null && PACKAGES.test(name))
        tell(word.range, name, 'a tool to look into running programs with');
  for (const call of languageCallsIn(instruction)) {
    if (call.action !== 'add') continue;
    for (const word of call.operands)
      for (const { text } of valuesOfWord(word, call.command))
        if (text !== null && (MODULES.test(text) || /go-delve\/delve/.test(text)))
          tell(word.range, text.replace(/[=<>~!@[].*/, ''), 'a debugger');
  }
  for (const { program, args } of instruction.commands) {
    if (
      !/^(?:pecl|docker-php-ext-enable|docker-php-ext-install|install-php-extensions|phpenmod)$/.test(
        program ?? '',
      )
    )
      continue;
    for (const { value, range } of args)
      if (/^xdebug(?:-|$)/.test(value ?? '')) tell(range, value ?? '', 'it makes every request slower');
  }
}

function debugSetting({ name, value }: Pair): string | null {
  const text = value ?? '';
  if (/^(?:FLASK_DEBUG|DJANGO_DEBUG|APP_DEBUG|WERKZEUG_DEBUG_PIN)$/.test(name))
    return (name === 'WERKZEUG_DEBUG_PIN' ? /^off$/i : /^(?:1|true|on|yes)$/i).test(text)
      ? 'it shows sources and settings to visitors, or lets them run code'
      : null;
  if (name === 'FLASK_ENV') return text === 'development' ? 'it switches the debugger on' : null;
  if (name === 'NODE_OPTIONS') return /--inspect/.test(text) ? 'it opens a port for a debugger' : null;
  if (/^(?:JAVA_TOOL_OPTIONS|JAVA_OPTS|JDK_JAVA_OPTIONS)$/.test(name))
    return /jdwp/.test(text) ? 'it opens a port for a debugger' : null;
  return null;
}

function debugFlag({ commands }: InstructionFacts): { at: Range; text: string } | null {
  for (const { program, args, word } of commands) {
    if (program === 'dlv' && word !== null) return { at: word.range, text: 'dlv' };
    const at = args.find(
      ({ value, raw }, index) =>
        (/^--inspect(?:-brk|-wait)?(?:=|$)/.test(value ?? raw) &&
          /^(?:node|nodejs|deno|bun|tsx|nodemon)$/.test(program ?? '')) ||
        (value ?? raw).startsWith('-agentlib:jdwp') ||
        (value === 'debugpy' && args[index - 1]?.value === '-m'),
    );
    if (at !== undefined) return { at: at.range, text: at.raw };
  }
  return null;
}
