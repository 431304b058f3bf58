import express, { type NextFunction, type Request, type Response } from 'express';
import { openJournal } from './journal.js';
import { ordersRouter } from './routes.js';
import * as store from './store.js';

const PORT = Number(process.env.PORT) || 3000;
const SHOP_NAME = process.env.SHOP_NAME || 'Corner shop';
const ADMIN_TOKEN = process.env.ADMIN_TOKEN;

// Without it everybody could read the numbers.
if (!ADMIN_TOKEN) {
  console.error('ADMIN_TOKEN is not set');
  process.exit(1);
}

const journal = await openJournal();
await store.connect();

const app = express();
app.disable('x-powered-by');
app.use(express.json());

app.get('/', (req, res) => {
  res.json({ shop: SHOP_NAME, environment: process.env.NODE_ENV || 'development' });
});

app.get('/health', async (req, res) => {
  await store.ping();
  res.json({ status: 'ok' });
});

app.get('/stats', async (req, res) => {
  if (req.get('authorization') !== `Bearer ${ADMIN_TOKEN}`) return res.sendStatus(401);
  res.json({ total: await store.total(), uptime: process.uptime() });
});

app.use('/orders', ordersRouter(journal));

app.use((error: Error, req: Request, res: Response, next: NextFunction) => {
  console.error(error.message);
  res.status(503).json({ status: 'error' });
});

const server = app.listen(PORT, () => console.log(`listening on ${PORT}`));

process.on('SIGTERM', () => {
  server.close(async () => {
    await store.close();
    process.exit(0);
  });
});
