import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJavaScript } from './source/javascript-text.ts';
import { read, readFiles, shown } from './source/read.fixture.ts';

describe('which files', () => {
  it.each([
    'test/a.js',
    'src/a.test.ts',
    'node_modules/a/index.js',
    'vite.config.ts',
    'public/a.js',
    'scripts/seed.js',
    'types.d.ts',
    '.eslintrc.js',
    'app.min.js',
    'a.py',
  ])('%s is not the program', (path) => expect(read('process.env.A', path).variables).toEqual([]));

  it.each(['src/index.mts', 'bin/www', 'src/config/app.config.ts', 'app.jsx', 'lib/a.cjs'])('%s is', (path) =>
    expect(shown(read('process.env.A', path))).toEqual(['A']),
  );

  it('what a build made counts where there is nothing else', () => {
    expect(shown(read('process.env.A', 'dist/main.js'))).toEqual(['A']);
    expect(shown(readFiles({ 'src/main.ts': 'process.env.B', 'dist/main.js': 'process.env.A' }))).toEqual([
      'B',
    ]);
  });

  it("leaves out the browser's", () => expect(read("'use client';\nprocess.env.A").variables).toEqual([]));
});

describe('any text', () => {
  it('is read in time that grows with its length', () => {
    const comment = `/* ${'x '.repeat(60_000)} */`;
    const source = [
      "import express from 'express'",
      comment,
      'const a = b',
      comment,
      `/* a */`.repeat(200),
      'process.env.A',
      comment,
      `const c = ${comment} d`,
      `app${comment}.get(`,
      '('.repeat(2000),
      '{'.repeat(2000),
      'x = '.repeat(2000),
    ].join('\n');
    expect(shown(read(source))).toEqual(['A']);
  });

  const pieces = [
    '"',
    "'",
    '`',
    '${',
    '{',
    '}',
    '(',
    ')',
    '/',
    '//',
    '/*',
    '*/',
    '\\',
    '\n',
    ' = ',
    '=>',
    'process.env.A',
    'app.get(',
    "'/x'",
    ', ',
    'if',
    'a',
    '<',
    '>',
    'function f',
    'express()',
  ];
  it('is read without an error, and keeps its length', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => {
        const source = `import express from 'express';\nconst app = express();\n${parts.join('')}`;
        expect(readJavaScript('a.ts', source).code).toHaveLength(source.length);
        expect(() => read(source)).not.toThrow();
      }),
    );
  });
});
