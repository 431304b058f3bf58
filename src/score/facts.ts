import type { AttackSurfaceResult } from '../model/result.ts';
import type { Pin } from './pins.ts';

/** What the security score is made of: measured of the image, seen of the running container, read in the files. */
export interface ScoreFacts {
  kind: 'server' | 'job';
  /** of the first process; 0 is root */
  uid: number;
  /** what gives the container a way to its host, in the words of its files: `privileged`, `the engine's socket`, … */
  hostAccess: string[];
  readOnly: boolean;
  /** capabilities that the program could come to: `none`, those that were added back to none, Docker's default set */
  capabilities: 'none' | 'some' | 'default';
  noNewPrivileges: boolean;
  limits: { memory: boolean; pids: boolean };
  /** the verdict; `none` without a check */
  health: 'healthy' | 'unhealthy' | 'none';
  /** names of variables, build arguments and files, as shown to people */
  secretsInImage: string[];
  /** names of variables whose values stand in the compose file */
  secretsInCompose: string[];
  packages: { os: number | null; osAboveBase: number | null };
  attackSurface: AttackSurfaceResult;
  /** code files that the program's own user may overwrite */
  writableCode: string[];
  /** the weakest of the bases' pins */
  pin: { kind: Pin; reference: string } | null;
  /** what the ignore file lets into the build context: null when there is no ignore file */
  letThrough: string[] | null;
  /** rules of docs/rules that find fault with the files, and what each is worth */
  findings: { id: string; title: string; weight: number }[];
}
