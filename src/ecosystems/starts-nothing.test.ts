import { expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { startsNothing } from './starts-nothing.ts';

const COMPOSE = 'services:\n  web:\n    build: .\n    command: python app.py\n';

it.each([
  ['a prompt alone', { Dockerfile: 'FROM python:3.13\nRUN pip install flask\n' }, true],
  ['its base as it is', { Dockerfile: 'FROM x.org/shop:1\nLABEL a=b\n' }, true],
  ['what another base starts', { Dockerfile: 'FROM x.org/gunicorn:1\nCOPY . /app\n' }, false],
  ['the command of a stage below', { Dockerfile: 'FROM node:22 AS a\nCMD ["x"]\nFROM a\nCOPY . .\n' }, false],
  [
    'the command of its service',
    { Dockerfile: 'FROM python:3.13\nCOPY . .\n', 'compose.yaml': COMPOSE },
    false,
  ],
])('%s', (_, files, expected) => {
  expect(startsNothing(setupOf(files)) !== null).toBe(expected);
});
