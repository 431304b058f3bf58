import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import type { FileKind } from '../../lint/kind.ts';
import { codeOf } from '../code-of.ts';

/** A file's text as far as it can be read. */
export type SourceText =
  | {
      text: string;
      /** bytes that are no UTF-8 stand as U+FFFD, so it must not be written back */ isExact: boolean;
    }
  | { problem: string };

const MOST_BYTES = 64 * 1024 * 1024;
const INSTRUCTION =
  /^[ \t]*(?:FROM|RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|ARG|USER|WORKDIR|EXPOSE|LABEL|VOLUME|HEALTHCHECK|SHELL|STOPSIGNAL|ONBUILD)\s/im;

/** @param path absolute, or 0 for standard input */
export function readSource(path: string | 0, kind: FileKind): SourceText {
  try {
    const size = path === 0 ? 0 : statSync(path).size;
    if (size > MOST_BYTES) return { problem: `it has ${Math.round(size / 1024 / 1024)} MB` };
    return textOf(readFileSync(path), kind);
  } catch (error) {
    const code = codeOf(error);
    return { problem: REASONS[code] ?? (code || String(error)) };
  }
}

/** Bytes that hold NUL are no text, unless there are instructions among them. */
export function textOf(given: Uint8Array, kind: FileKind): SourceText {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const text = bytes.toString('utf8');
  if (text.includes('\0') && (kind !== 'dockerfile' || !INSTRUCTION.test(text)))
    return { problem: 'it is binary' };
  return { text, isExact: isUtf8(bytes) };
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'its permissions forbid it',
  EPERM: 'its permissions forbid it',
  EISDIR: 'it is a folder',
  ENOENT: 'it is gone',
};
