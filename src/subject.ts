import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ShipshapeError, type ErrorCode } from './errors.ts';
import type { SubjectKind } from './model/subject-result.ts';
import { findRevision, insideProject, type Revision } from './project/index.ts';

/** What a text on the command line was found to name. */
export type Subject = { name: string } & (
  | { kind: 'folder'; dir: string }
  | { kind: 'dockerfile'; file: string }
  | { kind: 'revision'; dir: string; revision: Revision }
  /** whether the engine has it is not known yet */
  | { kind: 'image'; reference: string }
);

/** `git:v1` names a revision even where a folder is called so. */
const PREFIXES: Readonly<Record<string, SubjectKind>> = {
  folder: 'folder',
  dockerfile: 'dockerfile',
  git: 'revision',
  image: 'image',
};

/**
 * Finds what a text names: a path (a folder or a Dockerfile) before a git revision of the repository that `dir` lies in,
 * before an image.
 * @param note is told when it names more than one of them
 * @throws ShipshapeError NO_FOLDER, NO_DOCKERFILE, REVISION_UNKNOWN
 */
export async function findSubject(
  name: string,
  dir: string,
  { signal, note }: { signal: AbortSignal | undefined; note: (message: string) => void },
): Promise<Subject> {
  const [, prefix = '', rest = ''] = /^(folder|dockerfile|git|image):(.+)$/.exec(name) ?? [];
  const asked = PREFIXES[prefix] ?? null;
  const text = asked === null ? name : rest;
  const path = resolve(text);
  const found = await stat(path).catch(() => null);
  const revision = asked === null || asked === 'revision' ? await findRevision(dir, text, signal) : null;
  const candidates: Subject[] = [
    ...(found?.isDirectory() ? [{ name, kind: 'folder' as const, dir: path }] : []),
    ...(found?.isFile() ? [{ name, kind: 'dockerfile' as const, file: path }] : []),
    ...(revision === null ? [] : [{ name, kind: 'revision' as const, dir, revision }]),
    ...(asked === 'image' || !looksLikeSomethingElse(text)
      ? [{ name, kind: 'image' as const, reference: text }]
      : []),
  ].filter(({ kind }) => asked === null || kind === asked);
  const [first, second] = candidates;
  if (first === undefined) throw unknown(name, text, asked);
  if (second?.kind === 'revision')
    note(`${name} is a path and a git revision: the path was taken. Write git:${name} for the revision.`);
  return first;
}

/** `./x`, `/x`, `x/`, `HEAD~1` and `main@{yesterday}` can be no image. */
const isPath = (text: string): boolean => /^(\.{0,2}\/|\.{1,2}$)|\/$/.test(text);
const isRevision = (text: string): boolean => /^HEAD\b|[~^]|@\{/.test(text);
const looksLikeSomethingElse = (text: string): boolean => isPath(text) || isRevision(text);

function unknown(name: string, text: string, asked: SubjectKind | null): ShipshapeError {
  const what = (code: ErrorCode, kind: string) =>
    new ShipshapeError(code, { what: `There is no ${kind} ${text}.` });
  if (asked === 'dockerfile') return what('NO_DOCKERFILE', 'file');
  if (asked === 'folder' || (asked === null && isPath(text))) return what('NO_FOLDER', 'folder or file');
  if (asked === 'revision' || isRevision(text)) return what('REVISION_UNKNOWN', 'git revision');
  return new ShipshapeError('SUBJECT_UNKNOWN', { what: `${name} names nothing.` });
}

/** The project's folder of what is measured by itself: its own, or for a Dockerfile elsewhere the folder it lies in. */
export function surroundingsOf(subject: Subject, here: string): string {
  if (subject.kind === 'folder') return subject.dir;
  if (subject.kind !== 'dockerfile') return here;
  return insideProject(here, subject.file) === null ? dirname(subject.file) : here;
}
