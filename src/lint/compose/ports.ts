import { isMapping, textOf } from '../../model/compose-values.ts';
import { withDefaults } from './interpolated.ts';

/** A stretch of ports, both ends in it. */
export interface PortRange {
  first: number;
  last: number;
}

/** One entry of a service's `ports`. */
export interface Port {
  /** its place in the list */
  index: number;
  form: 'short' | 'long';
  /** as written, for messages */
  text: string;
  /** the address of the host, as written; null when it listens on all of them */
  address: string | null;
  /** of the host; null when the engine chooses, or when a variable without default decides */
  published: PortRange | null;
  /** a port of the host was asked for, be it known here or not */
  isFixed: boolean;
  /** in the container; null when a variable without default decides */
  target: PortRange | null;
  protocol: string;
}

/** https://docs.docker.com/reference/compose-file/services/#ports */
export function portOf(entry: unknown, index: number): Port | null {
  if (isMapping(entry)) {
    const written = textOf(entry['published']) ?? '';
    // some write the address there too, and mean it so
    const [, inPort = null, published = ''] = /^(?:(\d+\.\d+\.\d+\.\d+)(?::|$))?(.*)$/.exec(written) ?? [];
    const target = textOf(entry['target']) ?? '';
    return {
      index,
      form: 'long',
      text: published === '' ? target : `${published}:${target}`,
      address: textOf(entry['host_ip']) || inPort,
      published: rangeOf(published),
      isFixed: published !== '',
      target: rangeOf(target),
      protocol: textOf(entry['protocol']) ?? 'tcp',
    };
  }
  const text = textOf(entry);
  if (text === null || text === '') return null;
  // a colon within `${…}` parts nothing
  const [body = '', protocol = 'tcp'] = withDefaults(text)
    .replaceAll(/\$\{[^}]*\}/g, '$VARIABLE')
    .split('/');
  const bracket = body.startsWith('[') ? body.indexOf(']:') : -1;
  const parts = body.slice(bracket < 0 ? 0 : bracket + 2).split(':');
  const target = parts.pop() ?? '';
  // an address with a port of the engine's choice lacks a colon then, but is meant so
  const published = /^\d+\.\d+\.\d+\.\d+$/.test(parts.at(-1) ?? '') ? '' : (parts.pop() ?? '');
  const address = bracket < 0 ? parts.join(':') : body.slice(1, bracket);
  return {
    index,
    form: 'short',
    text,
    address: address || null,
    published: rangeOf(published),
    isFixed: published !== '',
    target: rangeOf(target),
    protocol,
  };
}

function rangeOf(text: string): PortRange | null {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(withDefaults(text)) ?? [];
  if (first === undefined || last === undefined || Number(last) < Number(first)) return null;
  return { first: Number(first), last: Number(last) };
}
