import type { Finds, LostPoints } from '../model/result.ts';
import type { ScoreFacts } from './facts.ts';

/** One thing that costs points; docs/score.md lists them all. */
export interface Criterion {
  id: string;
  /** the most that can be lost by it */
  most: number;
  /** null when nothing is lost */
  lost: (facts: ScoreFacts) => Omit<LostPoints, 'id'> | null;
}

const lose = (points: number, what: string) => (points > 0 ? { points, what } : null);

/** A few names, the rest counted. */
export function named(names: readonly string[], most = 4, count = names.length): string {
  const shown = names.slice(0, most).join(', ');
  return count > most ? `${shown} and ${count - most} more` : shown;
}

/** One point for each `each` of what was found, and for what is left over; at most `most`. */
function perFind(finds: Finds | null, most: number, each: number, what: string) {
  const { count, names } = finds ?? { count: 0, names: [] };
  return lose(Math.min(most, Math.ceil(count / each)), `${what}: ${named(names, 4, count)}`);
}

/** How the program runs: what a break-in could do next. */
const RUNNING: readonly Criterion[] = [
  { id: 'root', most: 20, lost: ({ uid }) => lose(uid === 0 ? 20 : 0, 'the program runs as root') },
  {
    id: 'host-access',
    most: 25,
    lost: ({ hostAccess }) =>
      lose(hostAccess.length > 0 ? 25 : 0, `the container has a way to its host: ${named(hostAccess)}`),
  },
  {
    id: 'read-only',
    most: 8,
    lost: ({ readOnly }) => lose(readOnly ? 0 : 8, 'the root file system can be written to'),
  },
  {
    id: 'capabilities',
    most: 6,
    lost: ({ capabilities }) => {
      if (capabilities === 'default') return lose(6, "Docker's default capabilities are within reach");
      return lose(capabilities === 'some' ? 3 : 0, 'some capabilities are within reach');
    },
  },
  {
    id: 'no-new-privileges',
    most: 6,
    lost: ({ noNewPrivileges }) =>
      lose(noNewPrivileges ? 0 : 6, 'a setuid program can still raise the rights of a process'),
  },
  {
    id: 'memory-limit',
    most: 3,
    lost: ({ limits }) => lose(limits.memory ? 0 : 3, 'nothing limits its memory'),
  },
  {
    id: 'pids-limit',
    most: 2,
    lost: ({ limits }) => lose(limits.pids ? 0 : 2, 'nothing limits its number of processes'),
  },
  {
    id: 'health-check',
    most: 3,
    lost: ({ kind, health }) => {
      if (kind === 'job' || health === 'healthy') return null;
      return lose(3, health === 'none' ? 'there is no health check' : 'its health check does not pass');
    },
  },
];

/** What the image holds. */
const IMAGE: readonly Criterion[] = [
  {
    id: 'secrets-in-image',
    most: 20,
    lost: ({ secretsInImage }) =>
      lose(
        Math.min(20, 10 * secretsInImage.length),
        `by their names, secrets can be read out of the image: ${named(secretsInImage)}`,
      ),
  },
  {
    id: 'compilers',
    most: 6,
    lost: ({ attackSurface }) => perFind(attackSurface.compilers, 6, 0.5, 'compilers are in the image'),
  },
  {
    id: 'package-managers',
    most: 3,
    lost: ({ attackSurface }) =>
      perFind(attackSurface.packageManagers, 3, 2, 'package managers are in the image'),
  },
  {
    id: 'shells',
    most: 2,
    lost: ({ attackSurface }) => perFind(attackSurface.shells, 2, 2, 'shells are in the image'),
  },
  {
    id: 'setuid',
    most: 3,
    lost: ({ attackSurface }) =>
      perFind(attackSurface.setuid, 3, 5, 'files run with the rights of their owner'),
  },
  {
    id: 'world-writable',
    most: 3,
    lost: ({ attackSurface }) =>
      perFind(attackSurface.worldWritable, 3, 10, 'everyone may write to files of the image'),
  },
  {
    id: 'os-packages',
    most: 5,
    lost: ({ packages }) =>
      lose(Math.min(5, Math.floor((packages.os ?? 0) / 100)), `${packages.os} OS packages are installed`),
  },
  {
    id: 'added-packages',
    most: 6,
    lost: ({ packages }) =>
      lose(
        Math.min(6, Math.floor((packages.osAboveBase ?? 0) / 10)),
        `${packages.osAboveBase} of the OS packages do not come with the base`,
      ),
  },
  {
    id: 'writable-code',
    most: 4,
    lost: ({ writableCode, readOnly }) =>
      lose(
        writableCode.length > 0 && !readOnly ? 4 : 0,
        `the program may overwrite its own code: ${named(writableCode, 2)}`,
      ),
  },
];

const PINS = { none: 5, floating: 3, exact: 1, digest: 0 };

/** What the files beside the program say. */
const FILES: readonly Criterion[] = [
  {
    id: 'base-pin',
    most: 5,
    lost: ({ pin }) => {
      if (pin === null) return null;
      const what = {
        none: `${pin.reference} names no version`,
        floating: `${pin.reference} moves with every release of its line`,
        exact: `${pin.reference} names a release, but no digest`,
        digest: '',
      };
      return lose(PINS[pin.kind], what[pin.kind]);
    },
  },
  {
    id: 'secrets-in-compose',
    most: 8,
    lost: ({ secretsInCompose }) =>
      lose(
        Math.min(8, 4 * secretsInCompose.length),
        `by their names, secrets stand in the compose file: ${named(secretsInCompose)}`,
      ),
  },
  {
    id: 'ignore-file',
    most: 4,
    lost: ({ letThrough }) => {
      if (letThrough === null) return lose(4, 'no ignore file keeps secrets and history out of the build');
      return lose(2 * letThrough.length, `the ignore file lets ${named(letThrough)} into the build`);
    },
  },
];

export const CRITERIA: readonly Criterion[] = [...RUNNING, ...IMAGE, ...FILES];
