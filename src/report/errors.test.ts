import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { ShipshapeError } from '../errors.ts';
import { errorText } from './errors.ts';

const stream = new PassThrough();

it('says code, what, where and what to do', () => {
  const error = new ShipshapeError('DOCKERFILE_SYNTAX', {
    what: 'the here-document EOF does not end',
    where: { path: 'my app/Dockerfile', line: 12 },
  });
  expect(errorText(error.toReport(), { stream })).toMatchInlineSnapshot(`
    "error DOCKERFILE_SYNTAX: the here-document EOF does not end
      at my app/Dockerfile:12
      → Mend the Dockerfile; BuildKit refuses it as well.
    "
  `);
});

it('keeps log lines apart', () => {
  const report = new ShipshapeError('EXITS_AT_ONCE', {
    what: 'ended with 1 after 0.2 s\nKeyError: 1',
  }).toReport();
  expect(errorText(report, { stream })).toMatchInlineSnapshot(`
    "error EXITS_AT_ONCE: ended with 1 after 0.2 s
      | KeyError: 1
      → Give it what it needs to run: \`--env-file F\`, or shipshape.yaml.
    "
  `);
});
