import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is cut: no tool that we read writes such lines, a hostile build might. */
const LONGEST = 1024 * 1024;

/** Cuts a byte stream into lines without their ends (`\n` or `\r\n`); a UTF-8 character may span chunks. */
export function lineSplitter(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST);
    for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
