import { describe, expect, it } from 'vitest';
import { createIgnore } from '../syntax/ignore/index.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { ignoreFile } from './ignore-file.ts';

const PROJECT = {
  Dockerfile:
    'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
  'app.py': 'print(open("docs/page.html").read())\n',
  'requirements.txt': '',
  LICENSE: '',
  'README.md': '',
  'docs/page.html': '',
  'templates/a.html': '',
  'tests/test_app.py': '',
  'src/.env': 'A=1',
  '.env': 'A=1',
  '.github/ci.yml': '',
};

function leftIn(files: Record<string, string>): string[] {
  const setup = setupOf(files);
  const result = ignoreFile.apply(setup, 'comprehensive');
  const changed = result.kind === 'applied' ? result.setup : setup;
  const { ignores } = createIgnore(changed.files.get('.dockerignore') ?? '');
  return Object.keys(files).filter((path) => !ignores(path));
}

describe('ignore-file', () => {
  it('says an exception that stands further up again, but once', () => {
    const setup = setupOf({
      Dockerfile: 'FROM debian:13-slim\nCOPY . .\n',
      '.dockerignore': '.env*\n!.env.example\n',
      '.env.example': '',
      'src/a': '',
    });
    const once = ignoreFile.apply(setup, 'comprehensive');
    if (once.kind !== 'applied') throw new Error(once.reason);
    expect(ignoreFile.apply(once.setup, 'comprehensive').kind).toBe('not-needed');
  });

  it('leaves in what the program needs, and what the source speaks of', () => {
    expect(leftIn(PROJECT)).toEqual([
      'app.py',
      'requirements.txt',
      'LICENSE',
      'docs/page.html',
      'templates/a.html',
    ]);
  });

  it('keeps tests that the build runs', () => {
    const Dockerfile = `${PROJECT.Dockerfile}RUN python -m unittest\n`;
    expect(leftIn({ ...PROJECT, Dockerfile })).toContain('tests/test_app.py');
  });

  it.each([
    ['COPY .env /app/', '.env'],
    ['COPY README.md ./', 'README.md'],
    ['COPY tests ./tests', 'tests/test_app.py'],
    ['COPY ["tls", "/etc/tls"]', 'tls/site.key'],
    ['RUN --mount=type=bind,source=.env,target=/x cat /x', '.env'],
    ['COPY *.pem /etc/', 'site.pem'],
  ])('never hides what the Dockerfile names: %s', (line, path) => {
    const files = { ...PROJECT, 'tls/site.key': '', 'site.pem': '' };
    expect(leftIn(files)).not.toContain('site.pem');
    expect(leftIn({ ...files, Dockerfile: `${PROJECT.Dockerfile}${line}\n` })).toContain(path);
  });

  it('keeps the exceptions of the project', () => {
    expect(leftIn({ ...PROJECT, '.dockerignore': '.env*\n!src/.env\n' })).toContain('src/.env');
  });

  it('keeps the history for a build that asks it', () => {
    const text = (Dockerfile: string) => {
      const result = ignoreFile.apply(setupOf({ Dockerfile }), 'secrets-and-history');
      return result.kind === 'applied' ? (result.setup.files.get('.dockerignore') ?? '').split('\n') : [];
    };
    expect(text('FROM alpine\nCOPY . .\n')).toContain('.git');
    expect(text('FROM alpine\nCOPY . .\nRUN git describe > version\n')).not.toContain('.git');
  });

  it('sees that an allowlist takes in a folder with secrets', () => {
    expect(leftIn({ ...PROJECT, '.dockerignore': '*\n!src\n' })).not.toContain('src/.env');
  });

  const NODE = {
    Dockerfile: 'FROM node:22\nCOPY . .\nRUN npm ci && npm run build\nCMD ["npm", "start"]\n',
    'package.json': '{"scripts":{"build":"tsc -p .","start":"node dist/server.js","test":"vitest run test"}}',
    'package-lock.json': '{}',
    'tsconfig.json': '{"compilerOptions":{"outDir":"./dist","rootDir":"src"},"include":["src","test"]}',
    'src/server.ts': '',
    'test/server.test.ts': '',
    'vitest.config.ts': '',
    'dist/server.js': '',
    'node_modules/express/index.js': '',
    'tsconfig.tsbuildinfo': '',
    'coverage/index.html': '',
  };

  it("leaves out Node's leftovers, tests, and what the image builds itself", () =>
    expect(leftIn(NODE)).toEqual(['package.json', 'package-lock.json', 'tsconfig.json', 'src/server.ts']));

  it('keeps what no build of the image makes', () => {
    const Dockerfile = 'FROM node:22\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["npm", "start"]\n';
    expect(leftIn({ ...NODE, Dockerfile })).toContain('dist/server.js');
    const copied = 'FROM node:22\nCOPY package*.json ./\nRUN npm ci && npm run build\nCOPY dist ./dist\n';
    expect(leftIn({ ...NODE, Dockerfile: copied })).toContain('dist/server.js');
  });

  it('keeps tests by which the folders of the output are laid out', () => {
    const tsconfig = { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}' };
    expect(leftIn({ ...NODE, ...tsconfig })).toContain('test/server.test.ts');
  });

  it('keeps tests of which a script of the image speaks', () => {
    const scripts = '{"scripts":{"build":"tsc && cp -r test dist","start":"node dist/server.js"}}';
    expect(leftIn({ ...NODE, 'package.json': scripts })).toContain('test/server.test.ts');
  });

  it('adds to an allowlist only what slips through it', () => {
    const allowlist = { ...PROJECT, '.dockerignore': '*\n!src\n!app.py\n!requirements.txt\n' };
    expect(leftIn(allowlist)).toEqual(['app.py', 'requirements.txt']);
    const { 'src/.env': _, ...clean } = { ...allowlist, 'src/a.py': '' };
    expect(ignoreFile.apply(setupOf(clean), 'comprehensive').kind).toBe('not-needed');
  });
});
