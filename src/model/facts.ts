/**
 * Facts: what is known of a setup, read from its files or observed on a real engine. Plain data, so that the pure
 * floors (what to change, in which order) can work from it. `null` always means "not known", never "none".
 */
export interface Facts {
  /** the files that the build may see, before any ignore file */
  context: ContextFile[];
  source: SourceFacts;
  project: ProjectFacts | null;
  /** how bases could be named more exactly; empty without an engine */
  bases: BaseResolution[];
  image: ImageFacts | null;
  run: RunFacts | null;
}

export interface ContextFile {
  /** relative to the build context, `/` between the parts */
  path: string;
  bytes: number;
  kind: 'file' | 'directory' | 'symlink';
}

/** What the project says of itself. */
export interface ProjectFacts {
  name: string | null;
  description: string | null;
  /** an SPDX expression */
  license: string | null;
  /** the address of its repository that people open, without credentials */
  source: string | null;
  /** the file that configures Dependabot or Renovate */
  updater: string | null;
  /** where such a file would go; null when the repository is not this project's own */
  updaterPlace: string | null;
}

/** What the program's own text tells. */
export interface SourceFacts {
  variables: VariableUse[];
  /** paths of GET routes without parameters, in the order found */
  routes: string[];
  /** programs that the source starts by name (`subprocess.run(["pg_dump", …])`) */
  commands: string[];
  /** libraries opened by name at run time (`ctypes.CDLL("libmagic.so.1")`, `find_library("magic")`) */
  libraries: string[];
  /** files that start a development server when they are run, and the call by which they do */
  developmentServers?: { path: string; call: string }[];
}

/** An environment variable that the source, the Dockerfile or the compose file reads. */
export interface VariableUse {
  name: string;
  /** the default that it falls back to; null when it has none */
  default: string | null;
  /** read so that the program stops when it is not set */
  required: boolean;
  /** its name says that the value is a password, a key or a token */
  secret: boolean;
  where: string;
}

/** What became of the question "which exact tag is this base?". */
export interface BaseResolution {
  /** as written in FROM */
  reference: string;
  purpose: 'pin' | 'slim';
  /** the better name; null when none resolves (then `reason` says why) */
  resolved: string | null;
  /** the better name stands for the very layers that were observed */
  sameLayers: boolean;
  digestBefore: string | null;
  digestAfter: string | null;
  reason: string;
  /** what both names stand for, of the index where there is one; absent where nobody asked for digests */
  digests?: { written: PinDigest | null; resolved: PinDigest | null; reason: string };
  /** OS packages and programs of the better image; null when only its name is known */
  contents: { packages: string[]; commands: string[] } | null;
}

export interface PinDigest {
  /** `sha256:…` */
  digest: string;
  /** it is that of the very image that was observed, not only what the registry tells now */
  isObserved: boolean;
}

export interface OsFacts {
  id: string;
  versionId: string;
  codename: string | null;
}

export interface Account {
  name: string;
  id: number;
  /** a user's own group; null for groups */
  gid: number | null;
}

/** The part of an image's configuration that says how it runs. */
export interface RunConfig {
  env: Record<string, string>;
  entrypoint: string[] | null;
  cmd: string[] | null;
  user: string;
  workingDir: string;
  exposedPorts: number[];
  volumes: string[];
  stopSignal: string | null;
}

/** The observed build of the original. */
export interface ImageFacts {
  os: OsFacts | null;
  config: RunConfig;
  /** the last stage's base: what its layers alone hold */
  base: BaseFacts;
  /** one for each instruction that made a layer, in order; of the last stage only */
  steps: StepFacts[];
  packages: PackageFacts[];
  accounts: { users: Account[]; groups: Account[] };
  /** names of the programs on PATH */
  commands: string[];
  /** Python distributions, by normalised name */
  pythonPackages: string[];
}

export interface BaseFacts {
  env: Record<string, string>;
  user: string;
  entrypoint: string[] | null;
  packages: string[];
  accounts: { users: Account[]; groups: Account[] };
  commands: string[];
}

export interface PackageFacts {
  name: string;
  version: string;
  /** installed because another package wanted it */
  auto: boolean;
  depends: string[];
  /** the instruction that brought it in: index into the original's instructions; null = the base */
  step: number | null;
}

export interface StepFacts {
  /** index into `parseDockerfile(original).instructions` */
  instruction: number;
  /** bytes of the layer's entries */
  bytes: number;
  /** OS packages that this step installed */
  packages: string[];
  /** folders with the files that it wrote, those of OS packages left out; see `proof/written-trees.ts` */
  trees: WrittenTree[];
  /** paths that were there before it and that it deleted, the outermost ones; housekeeping left out */
  deleted: string[];
  /** shared libraries that its ELF files want and that it did not bring itself */
  libraries: NeededLibrary[];
}

export interface WrittenTree {
  path: string;
  bytes: number;
  files: number;
  kind:
    | 'python-packages'
    | 'python-scripts'
    | 'python-environment'
    | 'node-packages'
    | 'node-generated'
    | 'node-global'
    | 'cache'
    | 'other';
}

export interface NeededLibrary {
  soname: string;
  /** one of the files that want it */
  neededBy: string;
  /** the OS package that owns it; null when no package does */
  package: string | null;
  /** it is there in the base already */
  inBase: boolean;
}

/** What the original was seen to do when it ran. */
export interface RunFacts {
  kind: 'server' | 'job';
  /** TCP ports that it listens on, the container's own numbers */
  ports: number[];
  startMs: number;
  /** a path that answered 2xx to GET, the best one for a health check; null when none did */
  healthPath: string | null;
  /** status that `GET healthPath ?? "/"` gave */
  healthStatus: number | null;
  writes: WrittenPath[];
  /** with a read-only root and tmpfs on `writes` it still worked; null when not tried */
  readOnlyWorks: boolean | null;
  peakMemory: number | null;
  /** the same of further compose services that run this image, by name */
  siblings?: Readonly<Record<string, RunFacts>>;
}

export interface WrittenPath {
  /** the folder to make writable */
  path: string;
  /** the image holds files there: an empty tmpfs would hide them */
  holdsImageContent: boolean;
  bytes: number;
}
