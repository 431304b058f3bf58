import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { missingSettings } from '../ecosystems/runtime-settings.ts';
import { envPairs, insertAfter, type Instruction, type Stage } from '../syntax/dockerfile/index.ts';
import { applyEdits } from '../syntax/text.ts';

export const runtimeEnvironment: Change = {
  id: 'runtime-environment',
  title: 'The environment of a program that runs in a container',
  why: 'Unless told otherwise, Python holds log lines back and writes bytecode that the next container does not see, and Node takes development for granted, where its libraries are slower and tell more.',
  class: 'needs-proof',
  rungs: ['set'],
  examples: [
    {
      name: 'log lines at once, and no bytecode in the container',
      before: { Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n' },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1\nCOPY . .\nCMD ["python", "app.py"]\n',
      },
    },
    {
      name: 'what is set already stays as it is',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nENV PYTHONUNBUFFERED 1\nCOPY . .\nCMD ["python", "app.py"]\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nENV PYTHONUNBUFFERED 1\nENV PYTHONDONTWRITEBYTECODE=1\nCOPY . .\nCMD ["python", "app.py"]\n',
      },
    },
    {
      name: 'Node installs first: in production mode npm leaves build tools out',
      before: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nEXPOSE 3000\nCMD ["node", "dist/server.js"]\n',
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nENV NODE_ENV=production\nEXPOSE 3000\nCMD ["node", "dist/server.js"]\n',
      },
    },
    {
      name: 'npm start is what package.json says',
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n',
        'package.json': '{ "scripts": { "start": "node server.js" } }\n',
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nENV NODE_ENV=production\nCMD ["npm", "start"]\n',
      },
    },
    {
      name: 'what an unknown script starts is not known behind an init either',
      before: {
        Dockerfile: 'FROM node:22-slim\nRUN npm ci\nENTRYPOINT ["dumb-init", "--"]\nCMD ["npm", "start"]\n',
      },
      after: {},
    },
    {
      name: 'a development server stays in development mode',
      before: { Dockerfile: 'FROM node:22-slim\nCOPY . .\nCMD ["npx", "nodemon", "server.js"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    const settings = missingSettings(setup, stage);
    const [first] = settings;
    if (first === undefined) return notNeeded('the environment says all that its program wants to know');
    const names = settings.map(({ name, value }) => `${name}=${value}`);
    const isRead = settings.some(({ readByInstalls }) => readByInstalls);
    const place = isRead ? afterInstalls(stage) : amongFirst(stage, settings[0]?.name ?? '');
    return applied(
      withDockerfile(setup, applyEdits(tree.source, insertAfter(tree, place, `ENV ${names.join(' ')}`))),
      `it did not set ${settings.map(({ name }) => name).join(' and ')}`,
    );
  },
};

/** Beside variables of the same program, else after the lines that every stage begins with. */
function amongFirst({ from, instructions }: Stage, name: string): Instruction {
  const program = name.slice(0, 6);
  const beside = instructions.findLast((one) => envPairs(one).some((pair) => pair.name.startsWith(program)));
  if (beside !== undefined && is(beside, 'ENV')) return beside;
  const first = instructions.findIndex((one) => !is(one, 'ARG', 'LABEL', 'SHELL', 'ENV', 'WORKDIR'));
  return instructions.slice(0, first < 0 ? undefined : first).at(-1) ?? from;
}

/** Behind the last step, none of which then runs otherwise than before. */
const afterInstalls = ({ from, instructions }: Stage): Instruction =>
  instructions.findLast((one) => is(one, 'RUN', 'COPY', 'ADD', 'WORKDIR')) ?? from;
