/** What a customer sends; everything else about an order is ours. */
export interface NewOrder {
  item: string;
  quantity: number;
}

export interface Order extends NewOrder {
  id: number;
  placed: string;
}

/** Reads what was sent, or says what is wrong with it. */
export function readOrder(body: unknown): NewOrder | { error: string } {
  if (typeof body !== 'object' || body === null) return { error: 'an order is an object' };
  const { item, quantity = 1 } = body as Record<string, unknown>;
  if (typeof item !== 'string' || item.trim() === '') return { error: 'item must be a text' };
  if (!Number.isInteger(quantity) || Number(quantity) < 1) return { error: 'quantity must be at least 1' };
  return { item: item.trim(), quantity: Number(quantity) };
}

/** One line of the journal. */
export const journalLine = ({ id, placed, item, quantity }: Order): string =>
  `${placed}\t${id}\t${quantity}\t${item}\n`;
