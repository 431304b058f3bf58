import { expect, test } from 'vitest';
import { missingVariable } from './run-environment.ts';

test.each([
  ['/start.sh: 3: DATABASE_URL: parameter not set or null', 'DATABASE_URL'],
  ['/start.sh: line 3: DATABASE_URL: parameter null or not set', 'DATABASE_URL'],
  ['/start.sh: line 3: DATABASE_URL: unbound variable', 'DATABASE_URL'],
  ['/start.sh: 3: DATABASE_URL: give an address', null],
  ["KeyError: 'TOKEN'", 'TOKEN'],
  ['DATABASE_URL is not set', 'DATABASE_URL'],
  ['ERROR: `API_KEY` must be set', 'API_KEY'],
  ['CRITICAL: missing environment variable: PGDSN2', 'PGDSN2'],
  ['FATAL required file is not there', null],
  ['ERROR missing module', null],
  ['', null],
])('%s → %s', (line, variable) => {
  expect(missingVariable(['starting', line], [])).toBe(variable);
});

test('a required variable without a value need only be named', () => {
  const log = ['/start.sh: 3: DATABASE_URL: give an address'];
  expect(missingVariable(log, ['MODE', 'DATABASE_URL'])).toBe('DATABASE_URL');
  expect(missingVariable(log, ['DATABASE'])).toBeNull();
});
