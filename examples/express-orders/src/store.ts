import { createClient } from 'redis';
import type { NewOrder, Order } from './orders.js';

const client = createClient({ url: process.env.REDIS_URL || 'redis://localhost:6379' });
client.on('error', (error) => console.error('redis:', error.message));

export const connect = () => client.connect();
export const close = () => client.close();
export const ping = () => client.ping();

export async function place(order: NewOrder): Promise<Order> {
  const id = await client.incr('orders:count');
  const placed: Order = { id, ...order, placed: new Date().toISOString() };
  await client.lPush('orders', JSON.stringify(placed));
  return placed;
}

/** The newest first. */
export async function latest(count: number): Promise<Order[]> {
  const orders = await client.lRange('orders', 0, count - 1);
  return orders.map((order) => JSON.parse(order));
}

export const total = async (): Promise<number> => Number((await client.get('orders:count')) ?? 0);
