import { lockedInstalls } from '../ecosystems/node/locked-install.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile } from '../model/setup.ts';
import { applyEdits } from '../syntax/text.ts';

const MANIFEST = '{"dependencies": {"express": "^4.21.2"}}\n';
const NPM_LOCK = JSON.stringify({
  lockfileVersion: 3,
  packages: { '': { dependencies: { express: '^4.21.2' } } },
});
const NODE = 'FROM node:22-slim\nWORKDIR /app\n';

export const lockedInstall: Change = {
  id: 'locked-install',
  title: 'What is installed is what the lock file says',
  why: '`npm install` may resolve versions anew and change the lock file in the image: `npm ci` installs exactly what was tested, quicker, and stops where the lock file is out of step.',
  class: 'needs-proof',
  rungs: ['frozen'],
  examples: [
    {
      name: 'npm, with the switches as they are',
      before: {
        Dockerfile: `${NODE}COPY package*.json ./\nRUN npm install --omit=dev && npm cache clean --force\nCMD ["node", "a.js"]\n`,
        'package.json': MANIFEST,
        'package-lock.json': NPM_LOCK,
      },
      after: {
        Dockerfile: `${NODE}COPY package*.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCMD ["node", "a.js"]\n`,
      },
    },
    {
      name: 'Yarn 1',
      before: {
        Dockerfile: `${NODE}COPY package.json yarn.lock ./\nRUN yarn\nCMD ["node", "a.js"]\n`,
        'package.json': MANIFEST,
        'yarn.lock': '# yarn lockfile v1\n\n\nexpress@^4.21.2:\n  version "4.21.2"\n',
      },
      after: {
        Dockerfile: `${NODE}COPY package.json yarn.lock ./\nRUN yarn --frozen-lockfile\nCMD ["node", "a.js"]\n`,
      },
    },
    {
      name: 'pnpm',
      before: {
        Dockerfile: `${NODE}COPY . .\nRUN corepack enable && pnpm i --prod\nCMD ["node", "a.js"]\n`,
        'package.json': MANIFEST,
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      },
      after: {
        Dockerfile: `${NODE}COPY . .\nRUN corepack enable && pnpm i --prod --frozen-lockfile\nCMD ["node", "a.js"]\n`,
      },
    },
    {
      name: 'the lock file is not copied before',
      before: {
        Dockerfile: `${NODE}COPY package.json ./\nRUN npm install\nCOPY . .\nCMD ["node", "a.js"]\n`,
        'package.json': MANIFEST,
        'package-lock.json': NPM_LOCK,
      },
      after: {},
    },
    {
      name: 'the lock file is out of step',
      before: {
        Dockerfile: `${NODE}COPY . .\nRUN npm install\nCMD ["node", "a.js"]\n`,
        'package.json': '{"dependencies": {"express": "^5.0.0"}}\n',
        'package-lock.json': NPM_LOCK,
      },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const { edits, evidence, reasons } = lockedInstalls(setup, tree);
    return edits.length === 0
      ? notNeeded(reasons[0] ?? 'no dependencies are installed in a way that is known')
      : applied(withDockerfile(setup, applyEdits(tree.source, edits)), ...evidence);
  },
};
