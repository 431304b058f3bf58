import { join, resolve } from 'node:path';
import type { FileReport } from './check-files.ts';
import type { Prepared } from './check-rules.ts';
import { foundAt } from './check-one.ts';
import { baseAmongImages, inspectImage, saveImage, type Engine, type ImageDetails } from './engine/index.ts';
import { ShipshapeError } from './errors.ts';
import { imageContents, readImageArchive } from './image/index.ts';
import { ImageFacts } from './lint/index.ts';
import type { FoundFile } from './project/check/discover.ts';
import { stopIfAborted } from './project/interrupt.ts';
import { requireEngine } from './require-engine.ts';

/**
 * Checks images that the engine has, one after another; nothing is pulled.
 * @param prepare the checker for an image, as if it were a file at this absolute path; null leaves it out
 * @throws ShipshapeError IMAGE_UNKNOWN, NO_ENGINE, ENGINE_UNSUPPORTED, ENGINE_LOST, INTERRUPTED
 */
export async function* checkImages(
  references: readonly string[],
  prepare: (path: string) => Prepared | null,
  { cwd, signal }: { cwd: string; signal: AbortSignal | undefined },
): AsyncGenerator<FileReport> {
  const engine = await requireEngine(signal);
  for (const reference of new Set(references)) {
    stopIfAborted(signal);
    const root = resolve(cwd);
    const file: FoundFile = { path: reference, absolute: join(root, reference), root };
    const prepared = prepare(file.absolute);
    if (prepared === null) continue;
    const facts = await readFacts(engine, reference, signal);
    const findings = prepared.checker.check({ kind: 'image', facts });
    yield {
      ...file,
      source: facts.source,
      findings,
      found: findings.map((finding) => foundAt(finding, facts.positions)),
      failOn: prepared.failOn,
      problem: null,
      before: null,
      isInexact: false,
    };
  }
}

async function readFacts(
  engine: Engine,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<ImageFacts> {
  const image = await inspectImage(engine, reference);
  if (image === null)
    throw new ShipshapeError('IMAGE_UNKNOWN', { what: `The engine has no image ${reference}.` });
  const base = await baseAmongImages(engine, image);
  const index = await readImageArchive(saveImage(engine, image.id, { signal }));
  return new ImageFacts(imageContents(index, { reference, isId: isIdOf(image, reference) }, base));
}

/** Ids may be shortened, and are with or without `sha256:`. */
const isIdOf = ({ id, repoTags }: ImageDetails, reference: string): boolean =>
  id.replace(/^sha256:/, '').startsWith(reference.replace(/^sha256:/, '')) &&
  !repoTags.some((tag) => tag === reference || tag === `${reference}:latest`);
