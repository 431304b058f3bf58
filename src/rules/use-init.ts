import { defineRule } from '../lint/index.ts';
import { startsWithInit } from '../ecosystems/start-command.ts';
import { builtBeside } from './start/compose-beside.ts';
import { startOf } from './start/start.ts';

/** Why a program is a poor first process; by the program's name. */
const POOR: readonly { program: RegExp; why: string }[] = [
  {
    program: /^(?:node|nodejs|nodemon|ts-node|tsx)$/,
    why: 'Node.js as process 1 ignores SIGTERM unless the program handles it, and leaves ended children behind',
  },
  {
    program: /^(?:npm|npx|yarn|pnpm|bun|bunx)$/,
    why: 'A package manager as process 1 does not hand on signals as they come, and reaps no children',
  },
  {
    program: /^(?:ruby|rails|rake|bundle|perl)$/,
    why: 'As process 1 it reaps no children that its own children leave behind',
  },
];

export const useInit = defineRule({
  id: 'use-init',
  title: 'An init as process 1',
  why: 'The kernel treats process 1 of a container in its own way: signals that it does not handle are dropped, and children that lost their parent are left to it. Without an init, stopping takes the ten seconds until the kill, and ended processes pile up.',
  remedy:
    'Start through `tini` or `dumb-init`, or with `init: true` in the compose file (`docker run --init`). Programs that start no others and handle SIGTERM need none.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {},
  links: [
    'https://docs.docker.com/engine/containers/multi-service_container/',
    'https://github.com/krallin/tini#why-tini',
  ],

  dockerfile(file, { report }) {
    const { target } = file;
    const start = target === null ? null : startOf(target);
    if (start?.argv == null || startsWithInit(start.argv)) return;
    const place = start.entrypoint ?? start.cmd;
    // the shell of `sh -c` hands its process over to a plain command, so that the form makes no difference
    if (place?.stage !== target) return;
    const program = (start.argv[0] ?? '').replace(/^.*\//, '');
    const found = POOR.find((one) => one.program.test(program));
    if (found === undefined || builtBeside(file.around, 'init:').some(({ value }) => value['init'] === true))
      return;
    report({
      at: place.node.words[0]?.range ?? place.node.argumentRange,
      message: `${found.why}: start \`${program}\` through tini or dumb-init, or with \`init: true\`.`,
    });
  },

  invalid: [
    { text: 'FROM node:22\nCMD ["node", "server.js"]\n', lines: [2] },
    { text: 'FROM node:22\nCMD node server.js\n', lines: [2] },
    { text: 'FROM node:22\nENTRYPOINT ["/usr/local/bin/npm"]\nCMD ["start"]\n', lines: [2] },
  ],
  valid: [
    { text: 'FROM node:22\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n' },
    { text: 'FROM debian:13\nCMD ["/usr/bin/server"]\n' },
    { text: 'FROM python:3.13\nCMD ["gunicorn", "app:app"]\n' },
    {
      text: 'FROM node:22\nCMD ["node", "server.js"]\n',
      files: { 'compose.yaml': 'services:\n  web:\n    build: .\n    init: true\n' },
    },
  ],
});
