/** A file of the build context; paths are relative to it, with `/`. */
export interface ContextFile {
  path: string;
  /** bytes */
  size: number;
  kind: 'file' | 'folder' | 'link';
}

/** The folder that is sent to the builder. Listed when the first rule asks. */
export interface BuildContext {
  /** its files and folders, those that the ignore file keeps out too; null when there are too many to list */
  list(): readonly ContextFile[] | null;
  has(path: string): boolean;
  /** the text of the ignore file that BuildKit reads, with its name; null without one */
  ignoreFile(): { path: string; text: string } | null;
}

/** An image of which something is known besides its name. */
export interface KnownImage {
  /** `linux/amd64` */
  platform: string | null;
  /** the names in its ENV */
  environment: readonly string[];
  /** the reference of a newer build of the same line; null when there is none, or nobody looked */
  newer: string | null;
}

/** What lies around a file that is checked; a text from stdin has nothing around it. */
export interface Surroundings {
  /** null where the context is not known */
  context: BuildContext | null;
  /** the text of a file, its path relative to the folder of the one that is checked; null when it cannot be read */
  read(path: string): string | null;
  /** what an engine or a registry tells of an image, for those that were asked */
  image?: (reference: string) => KnownImage | null;
}

export const NOTHING_AROUND: Surroundings = { context: null, read: () => null };
