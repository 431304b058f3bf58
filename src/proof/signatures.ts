import type { Phase } from './verdict.ts';

/** A known trace of a failure in a log, and which changes are known to cause it. */
export interface Signature {
  pattern: RegExp;
  phases: readonly Phase[];
  /** ids of changes, the likeliest first; the first that is in the plan is tried on its next rung */
  changes: readonly string[];
  because: string;
}

/**
 * First guesses that spare a bisection; a guess is only kept when an evaluation bears it out. From our own runs and
 * from the messages of the kernel, the dynamic linker, Python, Node.js, npm, apt and the container runtime.
 */
export const SIGNATURES: readonly Signature[] = [
  {
    pattern: /Read-only file system|EROFS|No usable temporary directory/i,
    phases: ['start', 'contract'],
    changes: ['read-only'],
    because: 'it writes to the root file system',
  },
  {
    pattern: /No space left on device|ENOSPC/i,
    phases: ['start', 'contract'],
    changes: ['read-only', 'limits'],
    because: 'a tmpfs is too small for what it writes',
  },
  {
    pattern: /error while loading shared libraries|cannot open shared object file|ImportError: lib\S+\.so/,
    phases: ['build', 'start', 'contract'],
    changes: ['two-stages', 'no-recommends', 'packages', 'runtime-base'],
    because: 'a shared library is missing from the run-time stage',
  },
  {
    pattern: /ModuleNotFoundError|No module named/,
    phases: ['build', 'start', 'contract'],
    changes: ['two-stages', 'manifests-first', 'ignore-file'],
    because: 'a Python module is missing from the run-time stage',
  },
  {
    pattern:
      /Cannot find (?:module|package) |ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|@prisma\/client did not initialize|Could not find a production build/,
    phases: ['build', 'start', 'contract'],
    changes: ['two-stages', 'production-dependencies', 'manifests-first', 'ignore-file'],
    because: 'a Node module, or what the build made, is missing from the run-time stage',
  },
  {
    pattern: /gyp ERR!|node-gyp|prebuild-install/,
    phases: ['build'],
    changes: ['two-stages', 'production-dependencies', 'runtime-base', 'no-recommends'],
    because: 'an addon cannot be compiled',
  },
  {
    pattern:
      /command '\S*(?:gcc|g\+\+|cc)' failed|unable to execute '\S*(?:gcc|cc)'|(?:pg|mysql|xml2|xslt)_?-?config\S* (?:executable )?not found|No such file or directory: '(?:gcc|git|make)'/i,
    phases: ['build'],
    changes: ['runtime-base', 'two-stages', 'no-recommends', 'packages'],
    because: 'something is compiled or fetched in a stage without the tools for it',
  },
  {
    pattern:
      /npm (?:ERR!|error) code EUSAGE|`npm ci` can only|ERR_PNPM_\w*LOCKFILE|lockfile needs to be updated/i,
    phases: ['build'],
    changes: ['locked-install', 'manifests-first', 'two-stages'],
    because: 'the lock file cannot be taken as it is',
  },
  {
    pattern: /missing script|npm (?:ERR!|error) code (?:EUSAGE|ELIFECYCLE)|(?:Frozen|frozen)[ -]lockfile/i,
    phases: ['build', 'start'],
    changes: ['manifests-first', 'two-stages', 'production-dependencies', 'ignore-file'],
    because: 'the package manager lacks a file of the project',
  },
  {
    pattern:
      /executable file not found|exec: "?\S+"?: (?:executable|no such)|(?:curl|wget|nc|git)"?: not found/i,
    phases: ['start', 'contract'],
    changes: [
      'two-stages',
      'package-manager-start',
      'production-dependencies',
      'packages',
      'start-command',
      'init',
      'runtime-base',
    ],
    because: 'a program that it starts is missing from the run-time stage',
  },
  {
    pattern: /(?:command |: )not found|executable file not found/i,
    phases: ['build'],
    changes: ['two-stages', 'production-dependencies', 'no-recommends', 'packages', 'runtime-base'],
    because: 'a program that the build calls is missing',
  },
  {
    pattern:
      /Unable to locate package|has no installation candidate|Unmet dependencies|held broken packages/i,
    phases: ['build'],
    changes: ['packages', 'runtime-base', 'two-stages', 'init', 'cache-mounts'],
    because: 'an OS package cannot be installed',
  },
  {
    pattern: /EBUSY|Device or resource busy|lock file .*\/var\/(?:lib|cache)\/apt|cache mount/i,
    phases: ['build'],
    changes: ['cache-mounts'],
    because: 'a step works on the folder that the cache is mounted over',
  },
  {
    pattern: /gpg: |gnupg.*(?:not found|is required)|certificate verify failed|ca-certificates/i,
    phases: ['build', 'start', 'contract'],
    changes: ['no-recommends', 'packages', 'runtime-base'],
    because: 'a package that another one recommends is missing',
  },
  {
    pattern:
      /failed to (?:solve|compute cache key).*not found|"\/[^"]*": not found|excluded by \.dockerignore/i,
    phases: ['build'],
    changes: ['ignore-file', 'manifests-first', 'two-stages'],
    because: 'a file that is copied is not there',
  },
  {
    pattern: /No such file or directory|FileNotFoundError|ENOENT/,
    phases: ['build', 'start', 'contract'],
    changes: ['two-stages', 'ignore-file', 'manifests-first', 'read-only'],
    because: 'a file that it reads is not there',
  },
  {
    pattern: /manifest unknown|pull access denied|failed to resolve source metadata/i,
    phases: ['build'],
    changes: ['pinned-base', 'runtime-base'],
    because: 'the base image cannot be had',
  },
  {
    pattern: /(?:groupadd|useradd|addgroup|adduser).*(?:already exists|not unique|in use)/i,
    phases: ['build'],
    changes: ['user'],
    because: 'the user or group exists already',
  },
  {
    pattern: /chown|setuid|setgid|setgroups|initgroups/i,
    phases: ['start', 'contract'],
    changes: ['capabilities', 'user'],
    because: 'it changes owners or users when it starts',
  },
  {
    pattern: /Operation not permitted|EPERM/i,
    phases: ['start', 'contract'],
    changes: ['capabilities', 'no-new-privileges', 'user'],
    because: 'it needs a right that was taken away',
  },
  {
    pattern: /Permission denied|EACCES|PermissionError/i,
    phases: ['build', 'start', 'contract'],
    changes: ['user', 'read-only', 'capabilities'],
    because: 'its user may not read or write what it needs',
  },
  {
    pattern: /sudo: .*no new privileges|effective uid is not 0/i,
    phases: ['start', 'contract'],
    changes: ['no-new-privileges'],
    because: 'it raises its own rights when it starts',
  },
  {
    pattern: /Out ?of ?memory|OOMKilled|MemoryError|Cannot allocate memory|Resource temporarily unavailable/i,
    phases: ['start', 'contract'],
    changes: ['limits'],
    because: 'a limit is too low',
  },
  {
    pattern: /gunicorn\.conf|unrecognized arguments/,
    phases: ['start', 'contract'],
    changes: ['gunicorn-config', 'start-command'],
    because: 'gunicorn does not take its settings',
  },
  {
    pattern: /needs a value for|required variable \S+ is missing/i,
    phases: ['start'],
    changes: ['compose-environment'],
    because: 'compose wants a variable that has no value',
  },
  {
    pattern: /health ?check|unhealthy/i,
    phases: ['start', 'contract'],
    changes: ['health-check', 'compose-health'],
    because: 'the health check does not pass',
  },
];
