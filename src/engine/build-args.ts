import type { Engine } from './engine.ts';

/** What goes into a build. Values of arguments never reach the command line, where other users could read them. */
export interface BuildInputs {
  /** The folder of the context. */
  context: string;
  /** Path of the Dockerfile; may lie outside the context. */
  dockerfile: string;
  target?: string | undefined;
  platform?: string | undefined;
  /** A value of null takes the variable of the user's environment, as `--build-arg NAME` does. */
  buildArgs?: Readonly<Record<string, string | null>>;
  /** As given to `--secret`: `id=token,env=TOKEN`. */
  secrets?: readonly string[];
  /** As given to `--ssh`. */
  ssh?: readonly string[];
  /** Name → folder or image, as given to `--build-context`. */
  additionalContexts?: Readonly<Record<string, string>>;
  /** As given to `--network`. */
  network?: string | undefined;
}

/** Names that would change the client itself, were they in its environment. */
const READ_BY_THE_CLIENT =
  /^(PATH|HOME|USER|TMPDIR|PWD|SHELL|LD_.*|DOCKER_.*|BUILDX_.*|BUILDKIT_.*|COMPOSE_.*|OTEL_.*|SSH_.*|SSL_.*|XDG_.*|GO.*|.*_PROXY|SOURCE_DATE_EPOCH)$/i;

/** @returns the arguments and the environment that pass `inputs` to `docker build` (context not included). */
export function inputArguments(
  engine: Engine,
  inputs: BuildInputs,
): { args: string[]; env: NodeJS.ProcessEnv } {
  const env: NodeJS.ProcessEnv = {
    ...engine.env,
    // The engine's own builder, whatever `docker buildx use` said; no second build for the metadata's provenance.
    BUILDX_BUILDER: engine.context,
    BUILDX_METADATA_PROVENANCE: 'disabled',
    DOCKER_BUILDKIT: '1',
  };
  const args = ['--file', inputs.dockerfile];
  if (inputs.target !== undefined) args.push('--target', inputs.target);
  if (inputs.platform !== undefined) args.push('--platform', inputs.platform);
  if (inputs.network !== undefined) args.push('--network', inputs.network);
  for (const [name, value] of Object.entries(inputs.buildArgs ?? {})) {
    if (value === null) args.push('--build-arg', name);
    else if (READ_BY_THE_CLIENT.test(name)) args.push('--build-arg', `${name}=${value}`);
    else {
      env[name] = value;
      args.push('--build-arg', name);
    }
  }
  for (const secret of inputs.secrets ?? []) args.push('--secret', secret);
  for (const agent of inputs.ssh ?? []) args.push('--ssh', agent);
  for (const [name, where] of Object.entries(inputs.additionalContexts ?? {})) {
    args.push('--build-context', `${name}=${where}`);
  }
  return { args, env };
}
