/** The user's folder: what is read from it, copied out of it and written to it. */
export { COMPOSE_NAMES } from './compose-files.ts';
export { readCompose, type ComposeBuild, type ComposeFile, type ComposeService } from './compose.ts';
export { readProjectFacts } from './about.ts';
export { CONFIG_NAME, readConfig, type Config } from './config.ts';
export { contextBytes, listContext } from './context.ts';
export { readDockerfile } from './dockerfile.ts';
export { findSetups, type FindOptions } from './find.ts';
export { uncommitted } from './git.ts';
export { exportRevision, findRevision, inRepository, type Revision } from './revision.ts';
export { stopIfAborted } from './interrupt.ts';
export { OWN_FOLDER, OWN_REPORT } from './own.ts';
export { parseProbe, PROBE_FORM, type Probe } from './probe.ts';
export { readSetup, type ReadSetup } from './read.ts';
export { snapshotContext, writeInto, type Snapshot, type SnapshotOptions } from './snapshot.ts';
export { assertWritable } from './target.ts';
export { writeFiles, type FileToWrite, type WriteOptions } from './write.ts';
export { insideProject, isFolder } from './paths.ts';
export { readEnvironment } from './environment.ts';
