import type { ErrorReport } from '../errors.ts';

/** What people name to be compared or measured. */
export type SubjectKind = 'folder' | 'dockerfile' | 'revision' | 'image';

/** One of the things that were compared or measured, as it was named and as it was understood. */
export interface SubjectResult {
  /** as it was given */
  name: string;
  kind: SubjectKind;
  /** the commit of a revision, the id of an image; else null */
  id: string | null;
  /** relative to its project's folder; null for an image */
  dockerfile: string | null;
  /** the compose service that it ran as, or that builds it */
  service: string | null;
  /** the image below its own layers; null when it is not known */
  base: string | null;
  /** why it could not be built, run or read */
  error: ErrorReport | null;
}
