import { styleText } from 'node:util';

declare module 'node:util' {
  /** Node >= 20.12, with `stream` >= 20.18; our types are of the lowest version that people may have them of. */
  export function styleText(
    format: Colour,
    text: string,
    options: { stream: NodeJS.WritableStream; validateStream?: boolean },
  ): string;
}

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Puts a colour on a text. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours for a stream: none when it is no terminal or NO_COLOR asks for none. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  const isTerminal = (stream as Partial<NodeJS.WriteStream>).isTTY === true;
  return (colour, text) => (isTerminal ? styleText(colour, text, { stream }) : text);
}
