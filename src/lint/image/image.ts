import type { Range } from '../../syntax/text.ts';
import { Positions } from '../positions.ts';
import type { ImageContents, ImageFile } from './contents.ts';

/** A line of /etc/passwd or /etc/group. */
export interface ImageAccount {
  name: string;
  id: number;
  /** '' lets everybody in, where /etc/shadow says nothing else */
  password: string;
}

/** An image as rules see it. It has no text, so that all its findings stand in line 1, column 1 of nothing. */
export class ImageFacts {
  readonly source = '';
  readonly positions = new Positions('');
  readonly at: Range = { start: 0, end: 0 };
  readonly path: string;
  readonly contents: ImageContents;
  #ownFiles: readonly ImageFile[] | undefined;

  constructor(contents: ImageContents) {
    this.contents = contents;
    this.path = contents.reference;
  }

  get config(): ImageContents['config'] {
    return this.contents.config;
  }

  /** files that neither the base nor a package of the distribution brought */
  get ownFiles(): readonly ImageFile[] {
    this.#ownFiles ??= this.contents.files.filter(({ inBase, owner }) => !inBase && owner === null);
    return this.#ownFiles;
  }

  /** the command line of its program */
  get argv(): readonly string[] {
    return [...(this.config.entrypoint ?? []), ...(this.config.cmd ?? [])];
  }

  /** what ENV sets beyond the base's: names and values */
  get ownVariables(): readonly (readonly [name: string, value: string])[] {
    const inherited = new Set(this.contents.base?.env);
    return this.config.env
      .filter((line) => !inherited.has(line))
      .map((line) => {
        const at = line.indexOf('=');
        return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
      });
  }

  get users(): readonly ImageAccount[] {
    return accountsIn(this.contents.texts['/etc/passwd'] ?? '');
  }
}

/** @param text of /etc/passwd or /etc/group: name, password and id are the first fields of both */
export const accountsIn = (text: string): ImageAccount[] =>
  text.split('\n').flatMap((line) => {
    const [name = '', password = '', id = ''] = line.split(':');
    return name !== '' && /^\d+$/.test(id) ? [{ name, password, id: Number(id) }] : [];
  });
