import { expect, it } from 'vitest';
import { journalLine, readOrder } from '../src/orders.js';

it('takes an order of one', () => {
  expect(readOrder({ item: ' tea ' })).toEqual({ item: 'tea', quantity: 1 });
});

it.each([null, {}, { item: '' }, { item: 'tea', quantity: 0 }, { item: 'tea', quantity: '2' }])(
  'refuses %j',
  (body) => {
    expect(readOrder(body)).toHaveProperty('error');
  },
);

it('writes a line for each order', () => {
  const order = { id: 7, item: 'tea', quantity: 2, placed: '2026-01-01T00:00:00.000Z' };
  expect(journalLine(order)).toBe('2026-01-01T00:00:00.000Z\t7\t2\ttea\n');
});
