import type { Preset } from './lint/preset.ts';
import type { FailOn } from './model/check-result.ts';

/** What `check` may be told; the command line has the same names. */
export interface CheckOptions {
  /** paths that are given are relative to this folder; default the process's */
  cwd?: string | undefined;
  /** counts before what configuration files say; without either it is `recommended` */
  preset?: Preset | undefined;
  /** the same; without either it is `warning` */
  failOn?: FailOn | undefined;
  /** only these rules, by any tool's name for them */
  rules?: readonly string[] | undefined;
  /** all but these */
  skip?: readonly string[] | undefined;
  /** this file in the place of those that are found; false: none */
  config?: string | false | undefined;
  /** images that the engine has, checked behind the files */
  images?: readonly string[] | undefined;
  /** the stage that ships; default the last one */
  target?: string | undefined;
  /** what the path `-` stands for: its name tells what it is and where it would lie */
  stdin?: { name: string; bytes: Uint8Array } | undefined;
  /** mends what can be mended so; the texts are in the reports, nothing is written */
  fix?: 'safe' | 'all' | undefined;
  /** only what touches lines that are not as in this revision of the repository that `cwd` lies in */
  diff?: string | undefined;
  /** the ShellCheck program reads the RUN steps, in the place of the rule `shell-lint` */
  shellcheck?: boolean | undefined;
  signal?: AbortSignal | undefined;
}
