/** JSON of another program, read without trusting its shape: what is absent or of another type is null. */
export interface Json {
  at(...path: readonly (string | number)[]): Json;
  text(): string | null;
  number(): number | null;
  flag(): boolean | null;
  list(): Json[];
  entries(): [string, Json][];
  raw(): unknown;
}

export function json(value: unknown): Json {
  return {
    at: (...path) => json(path.reduce<unknown>(property, value)),
    text: () => (typeof value === 'string' ? value : null),
    number: () => (typeof value === 'number' ? value : null),
    flag: () => (typeof value === 'boolean' ? value : null),
    list: () => (Array.isArray(value) ? value.map(json) : []),
    entries: () => (isRecord(value) ? Object.entries(value).map(([key, inner]) => [key, json(inner)]) : []),
    raw: () => value,
  };
}

/** @returns `json(null)` where the text is no JSON. */
export function parseJson(text: string): Json {
  try {
    return json(JSON.parse(text));
  } catch {
    return json(null);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function property(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return (value as Record<string | number, unknown>)[key];
}
