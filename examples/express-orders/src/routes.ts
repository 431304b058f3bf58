import { Router } from 'express';
import { readOrder, type Order } from './orders.js';
import * as store from './store.js';

const PAGE_SIZE = Number(process.env.PAGE_SIZE ?? 20);

export function ordersRouter(journal: (order: Order) => Promise<void>): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    res.json({ total: await store.total(), orders: await store.latest(PAGE_SIZE) });
  });

  router.post('/', async (req, res) => {
    const order = readOrder(req.body);
    if ('error' in order) return res.status(400).json(order);
    const placed = await store.place(order);
    await journal(placed);
    res.status(201).json(placed);
  });

  return router;
}
