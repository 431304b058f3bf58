import { describe, expect, it } from 'vitest';
import type { Facts, StepFacts } from '../../model/facts.ts';
import { NO_IMAGE } from '../../model/image.fixture.ts';
import { setupOf } from '../../model/setup.fixture.ts';
import { parseDockerfile } from '../../syntax/dockerfile/index.ts';
import type { SplitRung } from '../ecosystem.ts';
import { splitNode } from './split.ts';

const MANIFEST = {
  scripts: { build: 'tsc', start: 'node dist/server.js' },
  dependencies: { express: '4.21.2' },
  devDependencies: { typescript: '5.6.0' },
};
const FROM = 'FROM node:22\nWORKDIR /app\n';
const CI = 'COPY package*.json ./\nRUN npm ci\n';
const BUILD = 'COPY . .\nRUN npm run build\n';
const CMD = 'CMD ["node", "dist/server.js"]\n';

/** What each RUN whose text holds the key wrote. */
type Writes = Record<string, string[]>;
const WRITES: Writes = { 'npm ci': ['/app/node_modules'], 'npm run build': ['/app/dist'] };

interface Project {
  writes?: Writes;
  manifest?: object;
  files?: Record<string, string>;
  rung?: SplitRung;
  deleted?: Writes;
}

function splitOf(dockerfile: string, project: Project = {}) {
  const { writes = WRITES, manifest = MANIFEST, files = {}, rung = 'by-evidence', deleted = {} } = project;
  const tree = parseDockerfile(dockerfile);
  const pathsOf = (map: Writes, argument: string) =>
    Object.entries(map).flatMap(([key, paths]) => (argument.includes(key) ? paths : []));
  const steps = tree.instructions.flatMap(({ keyword, argument }, instruction): StepFacts[] =>
    keyword === 'RUN'
      ? [
          {
            instruction,
            bytes: 1,
            packages: [],
            libraries: [],
            deleted: pathsOf(deleted, argument),
            trees: pathsOf(writes, argument).map((path) => ({
              path,
              bytes: 1,
              files: 1,
              kind: path.endsWith('node_modules')
                ? 'node-packages'
                : /node_modules\/\./.test(path)
                  ? 'node-generated'
                  : 'other',
            })),
          },
        ]
      : [],
  );
  const facts = (base: Facts): Facts => ({
    ...base,
    image: { ...NO_IMAGE, steps },
  });
  const texts = {
    Dockerfile: dockerfile,
    'package.json': JSON.stringify(manifest),
    'package-lock.json': '{}',
    'src/server.ts': '',
    'tsconfig.json': '{}',
    ...files,
  };
  return splitNode(setupOf(texts, facts), rung);
}

function textOf(...args: Parameters<typeof splitOf>): string {
  const split = splitOf(...args);
  if (split.kind === 'stays') throw new Error(split.reason);
  return split.text;
}
const stagesOf = (...args: Parameters<typeof splitOf>): string[] => textOf(...args).split(/\n(?=FROM )/);

describe('splitNode', () => {
  it('ships production dependencies, what the build wrote, and package.json', () => {
    expect(textOf(FROM + CI + BUILD + CMD)).toBe(`FROM node:22 AS dependencies
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev

FROM node:22 AS builder
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:22
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY --from=builder /app/dist ./dist
CMD ["node", "dist/server.js"]
`);
  });

  it.each([
    ['npm ci', 'npm ci --omit=dev'],
    ['npm install --legacy-peer-deps', 'npm install --legacy-peer-deps --omit=dev'],
    ['npm i --include=dev', 'npm i --omit=dev'],
    ['yarn', 'yarn --production'],
    ['yarn install --frozen-lockfile --production=false', 'yarn install --frozen-lockfile --production'],
    ['pnpm i --frozen-lockfile', 'pnpm i --frozen-lockfile --prod'],
    ['npm ci && npm run build && npm prune --production', 'npm ci --omit=dev'],
    ['npm ci; npm run build', 'npm ci --omit=dev'],
    ['npm ci 2>/dev/null', 'npm ci --omit=dev 2>/dev/null'],
  ])('%j becomes %j', (run, expected) => {
    const writes = { [run]: ['/app/node_modules', '/app/dist'], 'npm run build': ['/app/dist'] };
    const [dependencies] = stagesOf(`${FROM}COPY . .\nRUN ${run}\nRUN npm run build\n${CMD}`, { writes });
    expect(dependencies).toContain(`\nRUN ${expected}\n`);
  });

  it('copies to each place from the stage that has it', () => {
    const shipped = stagesOf(`${FROM}${CI}${BUILD}${CMD}`, {
      writes: {
        'npm ci': ['/node_modules'],
        'npm run build': ['/app/dist', '/srv/assets', '/app/node_modules/.prisma'],
      },
    })[2];
    expect(shipped).toContain('COPY --from=dependencies /node_modules /node_modules\n');
    expect(shipped).toContain('COPY --from=builder /srv/assets /srv/assets\n');
    expect(shipped).toContain('COPY --from=builder /app/node_modules/.prisma ./node_modules/.prisma\n');
  });

  it('leaves out what a later step deleted', () => {
    const text = textOf(`${FROM}${CI}${BUILD}RUN rm -rf src coverage\n${CMD}`, {
      writes: { ...WRITES, 'npm run build': ['/app/dist', '/app/coverage'] },
      deleted: { 'rm -rf': ['/app/coverage', '/app/src'] },
    });
    expect(text).not.toContain('builder /app/coverage');
    expect(text).not.toContain('rm -rf');
  });

  it.each<[string, Project]>([
    [
      'the start comes from a development dependency',
      {
        manifest: {
          ...MANIFEST,
          scripts: { ...MANIFEST.scripts, start: 'vite preview' },
          devDependencies: { vite: '6' },
        },
      },
    ],
    ['there are no development dependencies', { manifest: { ...MANIFEST, devDependencies: {} } }],
    ['the rung says so', { rung: 'dependencies-kept' }],
  ])('takes all dependencies of the builder where %s', (_, project) => {
    const stages = stagesOf(`${FROM}${CI}${BUILD}CMD ["npm", "start"]\n`, project);
    expect(stages).toHaveLength(2);
    expect(stages[1]).toContain('COPY --from=builder /app/node_modules ./node_modules\n');
  });

  it.each<[string, Project, string]>([
    ['data beside the code', { files: { 'data/a.json': '' } }, 'COPY data ./data\n'],
    ['a source folder with templates in it', { files: { 'src/a.hbs': '' } }, 'COPY src ./src\n'],
    [
      'a library that reads the source',
      { manifest: { ...MANIFEST, dependencies: { 'swagger-jsdoc': '6' } } },
      'COPY . .\n',
    ],
    ['workspaces', { manifest: { ...MANIFEST, workspaces: ['packages/*'] } }, 'COPY . .\n'],
    ['the rung', { rung: 'source-kept' }, 'COPY . .\n'],
  ])('keeps of the source what may be wanted: %s', (_, project, line) => {
    expect(stagesOf(`${FROM}${CI}${BUILD}${CMD}`, project).at(-1)).toContain(line);
  });

  it.each([
    ['babel src --out-dir dist', false],
    ['esbuild ./src/server.js --bundle --outfile=dist/server.js', false],
    ['node build.js', true],
  ])('JavaScript that %j reads: ships %j', (build, ships) => {
    const manifest = { ...MANIFEST, scripts: { ...MANIFEST.scripts, build } };
    const text = textOf(`${FROM}${CI}${BUILD}${CMD}`, {
      manifest,
      files: { 'src/server.ts': '', 'src/a.js': '' },
    });
    expect(text.includes('COPY src ./src')).toBe(ships);
  });

  it('names no secrets, and nothing that the ignore file leaves out', () => {
    const files = {
      '.env': 'A=b',
      'server.key': '',
      'npm-debug.log': '',
      'tests/a.ts': '',
      'data/a.json': '',
    };
    expect(textOf(`${FROM}${CI}${BUILD}${CMD}`, { files }).split('\n')).toEqual(
      expect.arrayContaining(['COPY package.json ./', 'COPY data ./data']),
    );
  });

  it('still runs a step that only checks', () => {
    const writes = { 'npm ci': ['/app/node_modules'] };
    const text = textOf(`${FROM}${CI}COPY . .\nRUN npm test\nCMD ["node", "a.js"]\n`, { writes });
    expect(text).toContain('RUN npm test\n\nFROM node:22\n');
    expect(text).toContain('COPY --from=builder /app/package.json ./package.json\n');
  });

  it('leaves what the full base brings behind, where nothing is built', () => {
    const slim = (base: Facts): Facts => ({
      ...base,
      bases: [
        {
          reference: 'node:22',
          purpose: 'slim',
          resolved: 'node:22-slim',
          sameLayers: false,
          digestBefore: null,
          digestAfter: null,
          reason: '',
          contents: null,
        },
      ],
    });
    const texts = { Dockerfile: `${FROM}${CI}COPY . .\n${CMD}`, 'package.json': JSON.stringify(MANIFEST) };
    expect(splitNode(setupOf(texts, slim), 'by-evidence')).toMatchObject({
      text: `FROM node:22 AS builder\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\n\nFROM node:22\nWORKDIR /app\nCOPY --from=builder /app/node_modules ./node_modules\nCOPY . .\n${CMD}`,
    });
  });

  it('guesses without an engine what well-known builds write', () => {
    const guess = (build: string, files: Record<string, string> = {}) =>
      splitNode(
        setupOf({
          Dockerfile: `${FROM}${CI}${BUILD}${CMD}`,
          'package.json': JSON.stringify({ ...MANIFEST, scripts: { build } }),
          ...files,
        }),
        'by-evidence',
      );
    expect(
      guess('tsc -p . && next build', {
        'tsconfig.json': '{ /* a */ "compilerOptions": {"outDir": "./lib/"}}',
      }),
    ).toMatchObject({
      text: expect.stringContaining(
        'COPY --from=builder /app/.next ./.next\nCOPY --from=builder /app/lib ./lib\n',
      ) as string,
    });
    expect(guess('make all').kind).toBe('stays');
  });

  it('copies the whole folder at last', () => {
    expect(textOf(`${FROM}${CI}${BUILD}${CMD}`, { rung: 'all-packages' })).toMatch(
      /\nFROM node:22\nWORKDIR \/app\nCOPY --from=builder \/app \.\/\nCMD/,
    );
  });

  it.each([
    ['{"packages": {}}', 'RUN npm ci --omit=dev --ignore-scripts\n'],
    [
      '{"packages": {"node_modules/sharp": {"hasInstallScript": true}}}',
      'RUN npm pkg delete scripts.prepare && npm ci --omit=dev\n',
    ],
    ['{"packages": {"node_modules/x": {"hasInstallScript": true, "dev": true}}}', '--ignore-scripts\n'],
    ['{}', 'RUN npm pkg delete scripts.prepare && npm ci --omit=dev\n'],
  ])('scripts of the project that only development can run, lock %s', (lock, expected) => {
    const manifest = {
      ...MANIFEST,
      scripts: { ...MANIFEST.scripts, prepare: 'husky' },
      devDependencies: { husky: '9' },
    };
    const [dependencies] = stagesOf(`${FROM}${CI}${BUILD}${CMD}`, {
      manifest,
      files: { 'package-lock.json': lock },
    });
    expect(dependencies).toContain(expected);
  });

  it('keeps programs for the whole image only where they are called', () => {
    const global = 'RUN npm install -g pm2 typescript\n';
    const called = stagesOf(`${FROM}${global}${CI}${BUILD}CMD ["pm2-runtime", "dist/server.js"]\n`);
    expect(called.at(-1)).toContain(global);
    expect(stagesOf(`${FROM}${global}${CI}${BUILD}${CMD}`).at(-1)).not.toContain(global);
  });

  it('keeps the tools that steps before the installation call', () => {
    const early =
      'RUN apt-get update && apt-get install -y git gcc\nRUN git clone https://x.org/a.git /app\n';
    const shipped = stagesOf(`${FROM}${early}RUN npm ci\n${BUILD}${CMD}`).at(-1) ?? '';
    expect(shipped).toMatch(/apt-get install .*\bgit\b/);
    expect(shipped).not.toMatch(/\bgcc\b/);
  });

  it('ships development dependencies that an entry script starts', () => {
    const files = { 'start.sh': 'npm run migrate\nnode dist/server.js\n' };
    const manifest = { ...MANIFEST, scripts: { ...MANIFEST.scripts, migrate: 'env-cmd -- typescript up' } };
    const text = textOf(`${FROM}${CI}${BUILD}CMD ["./start.sh"]\n`, { files, manifest });
    expect(text).not.toContain('--omit=dev');
  });

  it('keeps owners, comments, other folders and the order of what describes the run', () => {
    const text = textOf(
      `# top\nFROM node:22 AS web\n# place\nWORKDIR /app\n# packages\n${CI}# code\nCOPY --chown=node . .\n# compile\nRUN npm run build\nRUN mkdir -p uploads\n# port\nEXPOSE 80\nUSER node\n# go\n${CMD}# end\n`,
    );
    expect(text.match(/# \w+/g)).toEqual([
      '# top',
      '# place',
      '# packages',
      '# code',
      '# compile',
      '# port',
      '# go',
      '# end',
    ]);
    expect(text).toContain('FROM node:22 AS web\nWORKDIR /app\n');
    expect(text).toContain(
      'COPY --from=builder --chown=node /app/dist ./dist\nRUN mkdir -p uploads\n# port\nEXPOSE 80\nUSER node\n',
    );
  });

  it('writes the file as it is written', () => {
    expect(textOf((FROM + CI + BUILD + CMD).replaceAll('\n', '\r\n'))).not.toMatch(/[^\r]\n/);
  });

  it.each<[string, string, Project]>([
    ['no build and a base without a slim variant', `${FROM}${CI}COPY . .\n${CMD}`, {}],
    ['a base for others', `${FROM}${CI}ONBUILD COPY . .\n${CMD}`, {}],
    ['a step in exec form', `${FROM}COPY . .\nRUN ["npm", "ci"]\n${CMD}`, {}],
    ['an installation that depends on a variable', `${FROM}COPY . .\nRUN npm ci $FLAGS\n${BUILD}${CMD}`, {}],
    ['other work beside apt', `${FROM}RUN apt-get install -y curl && curl x | bash\n${CI}${BUILD}${CMD}`, {}],
  ])('leaves alone: %s', (_, dockerfile, project) => {
    expect(splitOf(dockerfile, project).kind).toBe('stays');
  });
});
