import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ShipshapeError } from '../../errors.ts';
import { buildImage } from '../../engine/index.ts';
import { textOf, type Mapping } from '../../model/compose-values.ts';
import { insideProject, isFile, snapshotContext, writeInto } from '../../project/index.ts';
import { buildInputs } from '../compose-model.ts';
import type { Session } from '../session.ts';

const built = new WeakMap<Session, Map<string, Promise<string>>>();

/**
 * Builds the image of another service under a name of the run's own, once; it is removed with the run.
 * @param build as the model has it, resolved in the copy of the project at `dir`
 * @throws ShipshapeError SERVICE_UNAVAILABLE, ENGINE_LOST, INTERRUPTED
 */
export function builtForRun(session: Session, name: string, build: Mapping, dir: string): Promise<string> {
  const known = built.get(session) ?? new Map<string, Promise<string>>();
  built.set(session, known);
  const key = `${name} ${JSON.stringify(build).replaceAll(JSON.stringify(dir).slice(1, -1), '')}`;
  const tag = known.get(key) ?? buildService(session, name, build, dir);
  known.set(key, tag);
  return tag;
}

async function buildService(session: Session, name: string, build: Mapping, dir: string): Promise<string> {
  session.say(`building the service ${name}`);
  const context = insideProject(dir, textOf(build['context']) ?? '');
  const refused = (why: string): ShipshapeError =>
    new ShipshapeError('SERVICE_UNAVAILABLE', { what: `The service ${name} cannot be built: ${why}` });
  if (context === null) throw refused('its context does not lie in the project.');
  const inline = textOf(build['dockerfile_inline']);
  const written = textOf(build['dockerfile']) ?? 'Dockerfile';
  const dockerfile =
    inline === null
      ? insideProject(dir, join(dir, context, written))
      : join(context, '.shipshape-inline.Dockerfile');
  if (dockerfile === null) throw refused('its Dockerfile does not lie in the project.');
  if (inline === null && !(await isFile(session.projectDir, dockerfile)))
    throw refused(`there is no ${dockerfile}.`);
  const own = `${dockerfile}.dockerignore`;
  const ignore = (await isFile(session.projectDir, own)) ? own : join(context, '.dockerignore');
  const paths = { dockerfile, context, ignore, compose: null, service: null, envExample: '' };
  const snapshot = await snapshotContext(session.projectDir, paths, { signal: session.signal });
  session.run.register(() => snapshot.dispose());
  if (inline !== null) await writeInto(snapshot, new Map([[dockerfile, inline]]));
  const short = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const tag = `shipshape-${session.run.id}:service-${short}`;
  const result = await buildImage(session.engine, {
    ...buildInputs(build),
    context: join(snapshot.dir, context),
    dockerfile: join(snapshot.dir, dockerfile),
    tag,
    labels: session.run.labels,
    cacheNamespace: session.cacheNamespace,
    timeoutMs: session.options.buildTimeoutMs,
    signal: session.signal,
    freeSpaceWatch:
      session.engine.dataRoot === null ? null : { path: session.engine.dataRoot, minFreeBytes: 2e9 },
  });
  await snapshot.dispose();
  const { failure } = result;
  if (failure === null) return tag;
  if (failure.kind === 'interrupted') throw new ShipshapeError('INTERRUPTED', { what: 'Interrupted.' });
  if (failure.kind === 'engine-lost') throw new ShipshapeError('ENGINE_LOST', { what: failure.message });
  throw refused(`${failure.message}\n${failure.logTail.trim()}`.trim());
}
