import { describe, expect, test } from 'vitest';
import { ShipshapeError } from '../errors.ts';
import { notMeasured, notVerified, type SetupResult } from '../model/result.ts';
import { hiderOf, hideInError, hideInResult } from './hidden-values.ts';

describe('hiderOf', () => {
  const hide = hiderOf([
    ['API_TOKEN', 'abcd'],
    ['OTHER_TOKEN', 'abcd-and-more'],
    ['PRIVATE_KEY', 'first line\nsecond line\n'],
    ['DB', 'postgres://app:pass@db/app'],
    ['PIN_TOKEN', '123'],
    ['MODE', 'debug'],
    ['MESSAGE', 'a b $& c'],
    ['EMPTY', ''],
  ]);

  test.each([
    ['the token abcd, twice: abcd', 'the token •••, twice: •••'],
    ['abcd-and-more', '•••'],
    ['-- second line --', '-- ••• --'],
    ['password pass for postgres://app:pass@db/app', '•••word ••• for •••'],
    ['said a b $& c', 'said •••'],
    ['debug 123', 'debug 123'],
  ])('%s', (text, hidden) => {
    expect(hide(text)).toBe(hidden);
  });
});

test('in a result everything that is told goes through it, and patches do not', () => {
  const result: SetupResult = {
    dockerfile: 'Dockerfile',
    service: null,
    status: 'failed',
    proof: 'none',
    error: { code: 'BUILD_FAILED', message: 'no VALUE', where: null, hint: 'VALUE' },
    before: notMeasured(),
    after: notMeasured(),
    changes: [{ id: 'a', title: 'A', why: 'why', outcome: 'kept', rung: 'on', evidence: ['log VALUE'] }],
    contract: {
      met: false,
      probes: [],
      differences: [{ field: 'GET /VALUE', before: 'VALUE', after: 'not VALUE' }],
    },
    verification: { ...notVerified(), check: 'WARNING: VALUE' },
    files: [{ path: 'Dockerfile', action: 'edit', patch: '-VALUE' }],
    notes: ['a VALUE'],
  };
  const { files, ...rest } = hideInResult(result, (text) => text.replaceAll('VALUE', '•'));
  expect(files).toEqual(result.files);
  expect(JSON.stringify(rest)).not.toContain('VALUE');
  expect(rest.changes[0]?.evidence).toEqual(['log •']);
});

test('an error keeps its code and its place', () => {
  const error = new ShipshapeError('COMPOSE_UNREADABLE', {
    what: 'bad VALUE',
    where: { path: 'compose.yaml', line: 3 },
  });
  expect(hideInError(error, (text) => text.replace('VALUE', '•')).toReport()).toEqual({
    ...error.toReport(),
    message: 'bad •',
  });
});
