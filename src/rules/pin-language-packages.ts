import { defineRule, type InstructionFacts, type LanguageCall, type StageFacts } from '../lint/index.ts';
import { looseIn, type Loose } from './installers/pins.ts';
import { listed, onLanguageCalls } from './installers/visits.ts';

export const pinLanguagePackages = defineRule({
  id: 'pin-language-packages',
  title: 'Ask for versions of language packages',
  why: 'Without a version the newest one is installed, whatever it breaks, and one that was published by somebody else this morning as well. While the layer is in the cache nothing changes; the surprise comes with the next build from scratch. Registries keep old versions, so that a pin costs nothing but a tool that moves it.',
  remedy:
    'Write the version (`flask==3.1.0`, `typescript@5.9.2`, `bundler:2.6.9`, `example.com/tool@v1.2.3`), or install from a lock file.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 2,
  aliases: {
    hadolint: ['DL3013', 'DL3016', 'DL3028', 'DL3062'],
    kics: [
      '02d9c71f-3ee8-4986-9c27-1a20d0d19bfc',
      'e36d8880-3f78-4546-b9a1-12f0745ca0d5',
      '22cd11f7-9c6c-4f6e-84c0-02058120b341',
    ],
  },
  variants: {
    pip: { aliases: { hadolint: ['DL3013'], kics: ['02d9c71f-3ee8-4986-9c27-1a20d0d19bfc'] } },
    // pip by itself: what it installs is pinned elsewhere, and it is not what ships
    'pip-itself': {
      aliases: { hadolint: ['DL3013'], kics: ['02d9c71f-3ee8-4986-9c27-1a20d0d19bfc'] },
      severity: 'info',
    },
    npm: { aliases: { hadolint: ['DL3016'], kics: ['e36d8880-3f78-4546-b9a1-12f0745ca0d5'] } },
    // a repository without a commit: KICS lets that pass
    'npm-git': { aliases: { hadolint: ['DL3016'] } },
    gem: { aliases: { hadolint: ['DL3028'], kics: ['22cd11f7-9c6c-4f6e-84c0-02058120b341'] } },
    go: { aliases: { hadolint: ['DL3062'] } },
    // the versions stand in the project's go.mod, which the stage has
    'go-module': { aliases: { hadolint: ['DL3062'] }, recommended: false },
    // installers and moving tags that hadolint does not look at
    more: { aliases: {} },
  },
  links: [
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
    'https://docs.npmjs.com/cli/commands/npm-install',
    'https://go.dev/ref/mod#go-install',
  ],

  commands: onLanguageCalls((call, { report }) => {
    const loose = looseIn(call);
    const [first] = loose;
    if (first === undefined) return;
    report({
      at: first.word.range,
      variant: variantOf(call, loose),
      message:
        first.tag === null
          ? `${listed(loose.map(({ text }) => text))} ${loose.length === 1 ? 'is' : 'are'} installed without a version, so the next build from scratch may get another one: ask for one as in \`${example(call, first)}\`.`
          : `\`${first.text}\` asks for whatever \`${first.tag}\` means on the day of the build: ask for a version as in \`${example(call, first)}\`.`,
    });
  }),

  invalid: [
    { text: 'FROM python:3.13\nRUN pip install flask==3.1.0 gunicorn\n', lines: [2], variants: ['pip'] },
    {
      text: 'FROM python:3.13\nRUN pip install --upgrade pip setuptools wheel\n',
      lines: [2],
      variants: ['pip-itself'],
    },
    { text: 'FROM python:3.13\nRUN python -m pip install git+https://example.com/a.git\n', lines: [2] },
    {
      text: 'FROM node:24\nRUN npm install -g typescript @angular/cli@20.1.0\n',
      lines: [2],
      variants: ['npm'],
    },
    {
      text: 'FROM node:24\nRUN npm install -g pnpm@latest && yarn global add serve\n',
      lines: [2, 2],
      variants: ['more', 'more'],
    },
    {
      text: 'FROM node:24\nRUN npm install git+https://example.com/a.git\n',
      lines: [2],
      variants: ['npm-git'],
    },
    { text: 'FROM ruby:3.4\nRUN gem install bundler -- --with-cflags=-O2\n', lines: [2], variants: ['gem'] },
    { text: 'FROM golang:1.25\nRUN go install example.com/tool@latest\n', lines: [2], variants: ['go'] },
    {
      text: 'FROM golang:1.25\nCOPY . .\nRUN go install example.com/app/cmd/server\n',
      lines: [3],
      variants: ['go-module'],
    },
  ],
  valid: [
    {
      text: 'FROM python:3.13\nRUN pip install -r requirements.txt && pip install . "alabaster>=0.7" ./a.whl\n',
    },
    {
      text: 'FROM python:3.13\nARG FLASK=3.1.0\nRUN pip install flask==$FLASK && pip install -c constraints.txt django\n',
    },
    {
      text: 'FROM node:24\nRUN npm install && npm i express@"4.1.1" ./local git+ssh://git@example.com/a.git#v1\n',
    },
    { text: 'FROM ruby:3.4\nRUN gem install bundler:2.6.9 && gem install rake --version 13.3.0\n' },
    {
      text: 'FROM golang:1.25\nRUN go install ./cmd/... && go run main.go && go get example.com/tool@v1.2.3\n',
    },
    { text: 'FROM python:3.13\nRUN pipenv install black\n' },
  ],
});

function variantOf(call: LanguageCall, loose: readonly Loose[]): string {
  const isTag = loose.every(({ tag }) => tag !== null);
  if (call.tool === 'pip' && loose.every(({ text }) => OF_PIP.has(text.toLowerCase()))) return 'pip-itself';
  if (call.tool === 'pip' || call.tool === 'pipx') return 'pip';
  if (call.tool === 'npm')
    return isTag ? 'more' : loose.every(({ isBranch }) => isBranch) ? 'npm-git' : 'npm';
  if (call.tool === 'gem') return 'gem';
  if (call.tool !== 'go') return 'more';
  return isTag || !hasSource(call.command.instruction) ? 'go' : 'go-module';
}

/** What pip installs packages with. */
const OF_PIP = new Set(['pip', 'setuptools', 'wheel']);

/** Whether files of the project are there, go.mod with them. */
const hasSource = ({ stage, place, mounts }: InstructionFacts): boolean =>
  mounts.some(({ type, from }) => type === 'bind' && from === null) ||
  (stage !== null && stage.once(firstCopy) < place.index);

const firstCopy = ({ instructions }: StageFacts): number =>
  instructions.find(({ keyword }) => keyword === 'COPY' || keyword === 'ADD')?.place.index ?? Infinity;

function example({ tool, verb }: LanguageCall, { text, tag }: Loose): string {
  const name = tag === null ? text : text.slice(0, text.lastIndexOf('@'));
  if (/^\w+\+/.test(name)) return tool === 'npm' ? `${name}#v1.2.3` : `${name.replace(/#.*/, '')}@v1.2.3`;
  switch (tool) {
    case 'pip':
    case 'pipx':
      return `${name}==1.2.3`;
    case 'uv':
      return verb === 'tool install' ? `${name}@1.2.3` : `${name}==1.2.3`;
    case 'gem':
    case 'composer':
      return `${name}:1.2.3`;
    case 'go':
      return `${name}@v1.2.3`;
    default:
      return `${name}@1.2.3`;
  }
}
