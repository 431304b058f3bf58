import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { journalLine, type Order } from './orders.js';

const FOLDER = join(process.cwd(), 'data');

/** Every order also goes into a file, for the accountants. */
export async function openJournal(): Promise<(order: Order) => Promise<void>> {
  await mkdir(FOLDER, { recursive: true });
  return (order) => appendFile(join(FOLDER, 'orders.log'), journalLine(order));
}
