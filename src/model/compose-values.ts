/** How compose writes things: plain values of its short and long forms. */
export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isTrue = (value: unknown): boolean => value === true || value === 'true';

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Text, number or truth value as text; null for everything else. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

export const textsOf = (value: unknown): string[] =>
  listOf(value)
    .map(textOf)
    .filter((text) => text !== null);

/** One text or a list of them. */
export const textOrTexts = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : textsOf(value);

/** `environment`, `labels`, `args`: `NAME=value` or bare `NAME` in a list, or a mapping; null stands for no value. */
export function pairsOf(value: unknown): { name: string; value: string | null; key: string | number }[] {
  if (isMapping(value))
    return Object.entries(value).map(([name, inner]) => ({ name, value: textOf(inner), key: name }));
  return listOf(value).flatMap((item, key) => {
    const [, name = '', text = null] = /^([^=]*)(?:=([^]*))?$/.exec(textOf(item) ?? '') ?? [];
    return name === '' ? [] : [{ name, value: text, key }];
  });
}

/** `depends_on` by name; the short form asks for a start. */
export function dependenciesOf(service: Mapping): Map<string, Mapping> {
  const { depends_on: declared } = service;
  if (!isMapping(declared))
    return new Map(textsOf(declared).map((name) => [name, { condition: 'service_started' }]));
  return new Map(Object.entries(declared).map(([name, how]) => [name, isMapping(how) ? how : {}]));
}

export interface ServiceVolume {
  /** a folder, or the name of a volume; null for an anonymous one */
  source: string | null;
  /** the path in the container, without a slash at its end */
  target: string;
  kind: 'volume' | 'bind' | 'tmpfs' | 'other';
  readOnly: boolean;
}

export function volumeOf(volume: unknown): ServiceVolume[] {
  const plain = (path: string) => path.replace(/(.)\/+$/, '$1');
  if (isMapping(volume)) {
    const target = textOf(volume['target']) ?? textOf(volume['destination']) ?? textOf(volume['dst']);
    if (target === null) return [];
    const source = textOf(volume['source']) ?? textOf(volume['src']);
    const type = textOf(volume['type']) ?? 'volume';
    const kind = type === 'volume' || type === 'bind' || type === 'tmpfs' ? type : 'other';
    return [{ source, target: plain(target), kind, readOnly: isTrue(volume['read_only']) }];
  }
  // a colon within `${…}` parts nothing
  const hidden = (textOf(volume) ?? '').replaceAll(/\$\{[^}]*\}/g, (one) => one.replaceAll(':', '\0'));
  const [source = '', target, mode = ''] = hidden
    .split(/:(?![\\])/)
    .map((part) => part.replaceAll('\0', ':'));
  if (source === '') return [];
  if (target === undefined) return [{ source: null, target: plain(source), kind: 'volume', readOnly: false }];
  const kind = isPath(source) ? 'bind' : 'volume';
  return [{ source, target: plain(target), kind, readOnly: mode.split(',').includes('ro') }];
}

/** A folder or file of the host, not the name of a volume. */
const isPath = (source: string): boolean =>
  /^[./~]|^[A-Za-z]:\\/.test(source) || /^\$\{?(PWD|HOME)\b/.test(source);

/** In the short form, `[address:]published:container`. */
export function portText(port: unknown): string[] {
  if (!isMapping(port)) return textOf(port) === null ? [] : [String(port)];
  const target = textOf(port['target']);
  const published = textOf(port['published']);
  return target === null ? [] : [published === null ? target : `${published}:${target}`];
}
