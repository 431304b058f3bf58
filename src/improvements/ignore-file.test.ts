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
});
