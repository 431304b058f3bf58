// The `docker` command as a child process. What the floors above may use; the other files of this folder are its own.
export { checkDockerfile, checkOutput, type CheckWarning, type DockerfileCheck } from './build-check.ts';
export type { BuildInputs } from './build-args.ts';
export { inPlainWords, type BuildFailure } from './build-failure.ts';
export type { BuildStep } from './build-progress.ts';
export { buildImage, type BuildRequest, type BuildResult } from './build.ts';
export { createRun, type Run } from './cleanup.ts';
export {
  composeConfig,
  type ComposeConfigRequest,
  type ComposeConfigResult,
  type ComposeModel,
} from './compose-config.ts';
export {
  composeDown,
  composePs,
  composeUp,
  type ComposeContainer,
  type ComposeUpRequest,
  type ComposeUpResult,
} from './compose.ts';
export { listeningPorts, peakMemory, type ListeningPort } from './container-proc.ts';
export {
  containerLogs,
  diffContainer,
  execIn,
  hostPort,
  inspectContainer,
  stopContainer,
  type ContainerDetails,
  type ContainerLimits,
  type ContainerLogs,
  type DiffEntry,
  type StopResult,
} from './containers.ts';
export { detectEngine, type Detection } from './detect.ts';
export type { Engine, EngineFacts } from './engine.ts';
export type { FreeSpaceWatch } from './free-space.ts';
export { httpProbe, type HttpAnswer, type HttpProbe } from './http.ts';
export {
  imageExists,
  inspectImage,
  pullImage,
  removeImage,
  saveImage,
  tagImage,
  type HealthcheckConfig,
  type ImageConfig,
  type ImageDetails,
} from './images.ts';
export { baseAmongImages } from './base-among-images.ts';
export { labelled } from './labels.ts';
