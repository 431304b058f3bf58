import { inspectImage, type Engine, type ImageDetails } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';
import type { SubjectResult } from './model/subject-result.ts';
import { openSession, type Asked } from './open-session.ts';
import type { Place, Surroundings } from './place.ts';
import type { Config } from './project/index.ts';
import type { Candidate } from './proof/candidate.ts';
import type { Subject } from './subject.ts';

/** A subject with all that building, running and telling of it needs. */
export interface Ready extends Candidate {
  asked: Asked;
  identity: Omit<SubjectResult, 'base' | 'error'>;
}

/**
 * @param called what messages call it
 * @throws ShipshapeError IMAGE_UNKNOWN, SUBJECT_UNKNOWN, ENGINE_UNSUPPORTED, FILE_UNREADABLE
 */
export async function makeReady(
  subject: Subject,
  place: Place,
  { called, config, engine, notes, around }: Readying,
): Promise<Ready> {
  const { dir, options, run } = around;
  const { projectDir, setup } = place;
  const asked: Asked = { projectDir, paths: setup.paths, options, config, subject: called, cacheFor: dir };
  const image = subject.kind === 'image' ? await imageNamed(engine, subject) : null;
  const own: string[] = [];
  const session = await openSession(asked, engine, run, own);
  const note = (message: string): void => void notes.push(`${called}: ${message}`);
  for (const message of place.notes) note(message);
  const id = subject.kind === 'revision' ? subject.revision.commit : (image?.id ?? null);
  return {
    asked,
    setup,
    image,
    session: { ...session, note },
    identity: {
      name: subject.name,
      kind: subject.kind,
      id,
      dockerfile: image === null ? setup.paths.dockerfile : null,
      service: setup.paths.service,
    },
  };
}

interface Readying {
  called: string;
  config: Config;
  engine: Engine;
  notes: string[];
  around: Surroundings;
}

async function imageNamed(
  engine: Engine,
  { name, reference }: Extract<Subject, { kind: 'image' }>,
): Promise<ImageDetails> {
  const image = await inspectImage(engine, reference);
  if (image === null) {
    if (/[:/@]/.test(name))
      throw new ShipshapeError('IMAGE_UNKNOWN', { what: `The engine has no image ${reference}.` });
    throw new ShipshapeError('SUBJECT_UNKNOWN', {
      what: `There is no folder, Dockerfile, git revision or image ${name}.`,
    });
  }
  if (image.os === 'linux') return image;
  throw new ShipshapeError('ENGINE_UNSUPPORTED', {
    what: `${reference} is an image for ${image.os}; only Linux containers are run and measured.`,
  });
}
