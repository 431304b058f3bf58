import type { InstructionFacts } from '../../lint/index.ts';
import type { Range } from '../../syntax/text.ts';

/** A port of EXPOSE as BuildKit takes it apart; what is not given is ''. */
export interface Exposed {
  /** with the variables put in */
  text: string;
  address: string;
  hostPort: string;
  /** a number, or two with a dash */
  port: string;
  protocol: string;
  range: Range;
  /** it stands in the file as in `text` */
  isLiteral: boolean;
}

/** The ports whose text is known without build arguments. */
export function exposedIn(one: InstructionFacts): Exposed[] {
  return one.node.words.flatMap(({ raw, range }) => {
    const { value } = one.built(raw);
    return (value?.match(/\S+/g) ?? []).map((text) => ({
      ...parts(text),
      text,
      range,
      isLiteral: text === raw,
    }));
  });
}

function parts(text: string): Pick<Exposed, 'address' | 'hostPort' | 'port' | 'protocol'> {
  const colons = text.split(':');
  const container = colons.at(-1) ?? '';
  const slash = container.indexOf('/');
  return {
    address: colons.slice(0, -2).join(':'),
    hostPort: colons.at(-2) ?? '',
    port: slash < 0 ? container : container.slice(0, slash),
    protocol: slash < 0 ? '' : container.slice(slash + 1),
  };
}

/** BuildKit refuses other protocols. */
export const isProtocol = (text: string): boolean => /^(?:|tcp|udp|sctp)$/i.test(text);
