export const NOT_MEASURED = 'not measured';

/** Bytes as MB (10^6) with one decimal; as kB where that would say 0.0 of what is not nothing. */
export const size = (bytes: number): string =>
  bytes > 0 && bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** ms as s with one decimal. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const count = (value: number): string => String(value);

export function shown(value: number | null, format: (value: number) => string): string {
  return value === null ? NOT_MEASURED : format(value);
}

/** How `after` relates to `before`; empty where one of them is missing or both look the same. */
export function change(
  before: number | null,
  after: number | null,
  format: (value: number) => string,
): { text: string; better: boolean } | null {
  if (before === null || after === null || format(before) === format(after)) return null;
  const better = after < before;
  if (before === 0) return { text: `+${format(after)}`, better };
  const percent = ((after - before) / before) * 100;
  if (Math.abs(percent) >= 1000) return { text: `× ${Math.round(after / before)}`, better };
  // what is not nothing has not shrunk by all of it
  const rounded = after > 0 ? Math.max(Math.round(percent), -99) : Math.round(percent);
  const text = rounded === 0 ? '< 1 %' : `${rounded > 0 ? '+' : '−'}${Math.abs(rounded)} %`;
  return { text, better };
}
