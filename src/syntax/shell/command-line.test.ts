import { describe, expect, it } from 'vitest';
import { splitCommandLine } from './index.ts';

describe('splitCommandLine', () => {
  it.each([
    [
      'gunicorn --bind 0.0.0.0:80 "app:create_app()"',
      ['gunicorn', '--bind', '0.0.0.0:80', 'app:create_app()'],
    ],
    [`  sh -c 'a && b' `, ['sh', '-c', 'a && b']],
    ['exec node  server.js', ['node', 'server.js']],
    ["a 'x'\\''y' \\$z \"\"", ['a', "x'y", '$z', '']],
    ['python app.py # start', ['python', 'app.py']],
  ])('%j', (text, argv) => {
    expect(splitCommandLine(text)).toEqual(argv);
  });

  it.each([
    '',
    'a $X',
    'a "${X:-1}"',
    'a && b',
    'a; b',
    'a | b',
    'a > x',
    'a &',
    '! a',
    'X=1 a',
    '(a)',
    '{ a; }',
    'a *.py',
    'a ~/x',
    'cd /x',
    'exec -a x y',
    'a $(b)',
    'a {1,2}',
    'a "x',
    '[[ a ]]',
    'exec',
  ])('%j needs a shell', (text) => {
    expect(splitCommandLine(text)).toBeNull();
  });
});
