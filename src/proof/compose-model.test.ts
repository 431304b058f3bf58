import { expect, it } from 'vitest';
import { publishedPorts } from './compose-model.ts';
import { inventValue } from './invented-values.ts';

it("publishedPorts are the container's own numbers", () =>
  expect(
    publishedPorts(
      { services: { web: { ports: [{ target: 8000, published: '80' }, { target: 53 }] } } },
      'web',
    ),
  ).toEqual([8000, 53]));

it.each([
  ['DATABASE_URL', null],
  ['REDIS_HOST', null],
  ['HTTP_PORT', '8000'],
  ['MAX_WORKERS', '2'],
  ['API_KEY', 'shipshape-api-key'],
])('inventValue of %s is %j', (name, value) => expect(inventValue(name)).toBe(value));
