/** A place in a file of the project: `path` relative to the project's folder, `line` counted from 1. */
export interface Where {
  path: string;
  line: number | null;
}

/** What every error that people see carries; this is `E` of the JSON output. */
export interface ErrorReport {
  code: string;
  message: string;
  where: Where | null;
  hint: string;
}

/** Thrown for everything that is wrong with the input or the surroundings, never for a mistake in our own code. */
export class ShipshapeError extends Error {
  override readonly name = 'ShipshapeError';
  readonly code: ErrorCode;
  readonly where: Where | null;
  readonly hint: string;

  /** @param details what was found, put after the code's own sentence; `hint` replaces the table's. */
  constructor(code: ErrorCode, details: { what: string; where?: Where; hint?: string; cause?: unknown }) {
    super(details.what, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.where = details.where ?? null;
    this.hint = details.hint ?? ERRORS[code].hint;
  }

  /** 2 = wrong usage or unreadable input, 1 = the work failed, 130 = interrupted. */
  get exitCode(): 1 | 2 | 130 {
    return ERRORS[this.code].exit;
  }

  toReport(): ErrorReport {
    return { code: this.code, message: this.message, where: this.where, hint: this.hint };
  }
}

/** Every error code, with the exit status it leads to and what to do about it. */
export const ERRORS = {
  // wrong usage, unreadable input
  USAGE: { exit: 2, hint: 'See `shipshape improve --help`.' },
  NO_FOLDER: { exit: 2, hint: 'Give the folder of the project: `shipshape improve DIR`.' },
  NO_DOCKERFILE: {
    exit: 2,
    hint: 'Run it in the folder that holds the Dockerfile, or name the file with `--file`.',
  },
  DOCKERFILE_EMPTY: { exit: 2, hint: 'A Dockerfile needs at least a FROM instruction.' },
  DOCKERFILE_BINARY: { exit: 2, hint: 'Name the right file with `--file`.' },
  DOCKERFILE_NOT_UTF8: {
    exit: 2,
    hint: 'Convert the file to UTF-8 first; Shipshape does not rewrite bytes that it cannot read.',
  },
  DOCKERFILE_SYNTAX: { exit: 2, hint: 'Mend the Dockerfile; BuildKit refuses it as well.' },
  DOCKERFILE_TOO_LONG: {
    exit: 2,
    hint: 'An image has at most 127 layers, and Shipshape improves up to 5000 instructions and 2 MB. `shipshape check` reads any number.',
  },
  FILE_UNREADABLE: { exit: 2, hint: "Check the file's permissions." },
  COMPOSE_UNREADABLE: { exit: 2, hint: 'Mend the compose file; `docker compose config` says more.' },
  CONFIG_INVALID: { exit: 2, hint: 'See schema/shipshape.schema.json for what shipshape.yaml may hold.' },
  SERVICE_UNKNOWN: { exit: 2, hint: 'Name one of the services of the compose file with `--service`.' },
  SUBJECT_UNKNOWN: {
    exit: 2,
    hint: 'Name a folder, a Dockerfile, a git revision, or an image that the engine has (nothing is pulled).',
  },
  REVISION_UNKNOWN: {
    exit: 2,
    hint: 'See `git log`; the revision must be one of the repository that DIR lies in.',
  },
  IMAGE_UNKNOWN: { exit: 2, hint: 'Images are not pulled unasked: get it with `docker pull` first.' },
  NO_SHELLCHECK: {
    exit: 2,
    hint: 'Install ShellCheck (https://www.shellcheck.net), or leave `--shellcheck` out.',
  },
  BUDGET_UNKNOWN: { exit: 2, hint: 'See `shipshape measure --help` for all names.' },
  NOTHING_TO_CHECK: {
    exit: 2,
    hint: 'Name a Dockerfile, a compose file or a folder that holds some: `shipshape check PATHS`.',
  },
  BASELINE_INVALID: { exit: 2, hint: 'Make it anew: `shipshape check --baseline FILE --write-baseline`.' },
  // writing
  UNCOMMITTED: { exit: 1, hint: 'Commit or stash these files first, or write over them with `--force`.' },
  NOT_WRITABLE: { exit: 1, hint: 'Make the folder writable, or take the patch: `--patch`.' },
  UNPROVEN: { exit: 1, hint: 'Run it where a Docker engine answers, or accept it unproven: `--unproven`.' },
  // the engine
  NO_ENGINE: { exit: 1, hint: 'Start Docker, or ask for the unproven proposal with `--no-engine`.' },
  ENGINE_UNSUPPORTED: { exit: 1, hint: 'Docker 25 or newer with its default builder is needed.' },
  ENGINE_LOST: { exit: 1, hint: 'Is the Docker engine still running? Start it and run Shipshape again.' },
  // the original
  BUILD_FAILED: { exit: 1, hint: 'Mend the build first: what does not build cannot be compared.' },
  BUILD_TIMEOUT: { exit: 1, hint: 'Raise the limit with `--timeout SECONDS`.' },
  BASE_UNRESOLVABLE: { exit: 1, hint: 'Check the name of the base image, or pull it first.' },
  FRONTEND_UNRESOLVABLE: { exit: 1, hint: 'The image of the `# syntax=` line could not be fetched.' },
  EXITS_AT_ONCE: { exit: 1, hint: 'Give it what it needs to run: `--env-file F`, or shipshape.yaml.' },
  VARIABLE_REQUIRED: { exit: 1, hint: 'Give it a value with `--env-file F`, or in shipshape.yaml.' },
  NEVER_LISTENS: { exit: 1, hint: 'Check that it listens on 0.0.0.0 and on the port that EXPOSE names.' },
  SERVICE_UNAVAILABLE: {
    exit: 1,
    hint: 'Pull or build its image first, or see with `docker compose up` why it does not start.',
  },
  PROBE_UNMET: { exit: 1, hint: 'Name the status that the original really answers with, or leave it out.' },
  // the rest
  INTERRUPTED: { exit: 130, hint: 'Everything that was started has been removed.' },
} as const satisfies Record<string, { exit: 1 | 2 | 130; hint: string }>;

export type ErrorCode = keyof typeof ERRORS;
