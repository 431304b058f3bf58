import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { improve } from '../../src/index.ts';
import { contentOf, folderWith } from './folder.ts';

const DOCKERFILE = `FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN apt-get update && apt-get install -y gcc \\
    curl
RUN pip install -r requirements.txt
EXPOSE 8000
CMD python app.py
`;
const COMPOSE = `services:
  web:
    build: .
    ports:
      - "8000:8000"
`;
const FILES = {
  Dockerfile: DOCKERFILE,
  'compose.yaml': COMPOSE,
  'app.py': 'import flask\n\nprint("hello")\n',
  'requirements.txt': 'flask==3.1.1\ngunicorn==23.0.0\n',
  '.dockerignore': '.git\n',
};

describe('Windows line endings throughout', () => {
  const windows = Object.fromEntries(
    Object.entries(FILES).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
  );

  it('make the same changes, and stay', async () => {
    const [as, plain] = await Promise.all(
      [windows, FILES].map((files) => improve(folderWith(files), { engine: false })),
    );
    const outcomes = (result: typeof as) =>
      result?.setups.flatMap(({ changes }) => changes.map(({ id, outcome }) => `${id}: ${outcome}`));
    expect(outcomes(as)).toEqual(outcomes(plain));
    expect(outcomes(as)?.some((one) => one.endsWith('unproven'))).toBe(true);
  });

  it('are those of every line that is written into such a file', async () => {
    const dir = folderWith(windows);
    await improve(dir, { engine: false, write: true, unproven: true });
    const after = contentOf(dir);
    for (const path of Object.keys(windows)) {
      const text = after[path]?.toString() ?? '';
      expect(`${path}: ${text.replaceAll('\r\n', '')}`).not.toContain('\n');
    }
    expect(after['Dockerfile']?.toString()).not.toBe(windows['Dockerfile']);
  });

  it('the patch applies to them', async () => {
    const dir = folderWith(windows);
    const { setups } = await improve(dir, { engine: false });
    const patch = setups.flatMap(({ files }) => files.map(({ patch }) => patch)).join('');
    execFileSync('git', ['apply', '-'], { cwd: dir, input: patch });
    expect(contentOf(dir)['Dockerfile']?.toString()).toContain('\r\n');
  });
});

describe('links that lead out of the context', () => {
  it('are neither followed nor copied as what they lead to', async () => {
    const dir = folderWith(FILES);
    symlinkSync(dirname(dir), join(dir, 'up'));
    symlinkSync('/etc/passwd', join(dir, 'accounts.py'));
    symlinkSync(join(dir, 'loop'), join(dir, 'loop'));
    const { setups } = await improve(dir, { engine: false });
    expect(setups).toMatchObject([{ status: 'improved', error: null }]);
    expect(JSON.stringify(setups)).not.toContain('root:');
  });
});
