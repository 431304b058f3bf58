import { parseArgs } from 'node:util';
import type { CheckOptions } from '../check-options.ts';
import { ShipshapeError } from '../errors.ts';
import { nearest, PRESETS, TOOLS, type Tool } from '../lint/index.ts';
import { FAIL_ON } from '../project/check-config/layer.ts';
import { FORMATS, type FormatName } from '../report/check/formats.ts';

/** What the command line of `check` says. */
export interface CheckFlags {
  paths: string[];
  options: CheckOptions;
  format: FormatName;
  /** whose names the rules go by */
  ids: Tool | null;
  baseline: string | null;
  writeBaseline: boolean;
  force: boolean;
  stdinName: string;
  help: boolean;
}

const OPTIONS = {
  format: { type: 'string' },
  json: { type: 'boolean' },
  preset: { type: 'string' },
  'fail-on': { type: 'string' },
  ids: { type: 'string' },
  fix: { type: 'boolean' },
  'fix-all': { type: 'boolean' },
  force: { type: 'boolean' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'boolean' },
  diff: { type: 'string' },
  rule: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  target: { type: 'string' },
  image: { type: 'string', multiple: true },
  shellcheck: { type: 'boolean' },
  'stdin-name': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws ShipshapeError USAGE */
export function checkFlags(args: readonly string[]): CheckFlags {
  const { values, positionals } = parsed(args);
  const { rule = [], skip = [], image = [], config, target, diff } = values;
  if (values.baseline === undefined && values['write-baseline'] === true)
    throw usage('`--write-baseline` needs the file: `--baseline FILE`.');
  if (config !== undefined && values['no-config'] === true)
    throw usage('`--config` and `--no-config` exclude each other.');
  return {
    paths: positionals.length === 0 && image.length === 0 ? ['.'] : positionals,
    options: {
      preset: oneOf('--preset', values.preset, PRESETS),
      failOn: oneOf('--fail-on', values['fail-on'], FAIL_ON),
      rules: listed(rule),
      skip: listed(skip),
      config: values['no-config'] === true ? false : config,
      target,
      images: image,
      diff,
      shellcheck: values.shellcheck,
      fix: values['fix-all'] === true ? 'all' : values.fix === true ? 'safe' : undefined,
    },
    format: values.json === true ? 'json' : (oneOf('--format', values.format, FORMATS) ?? 'pretty'),
    ids: oneOf('--ids', values.ids, TOOLS) ?? null,
    baseline: values.baseline ?? null,
    writeBaseline: values['write-baseline'] ?? false,
    force: values.force ?? false,
    stdinName: values['stdin-name'] ?? 'Dockerfile',
    help: values.help ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: args.map((arg) => (arg === '--fix=all' ? '--fix-all' : arg === '--fix=safe' ? '--fix' : arg)),
      options: OPTIONS,
      allowPositionals: true,
    });
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split(/\. |\n/);
    const flag = /'(?:-\w, )?--([\w-]+)/.exec(first)?.[1];
    const like = flag === undefined ? null : nearest(flag, Object.keys(OPTIONS));
    throw usage(
      `${first.replace(/\.$/, '')}.`,
      like === null || like === flag ? undefined : `Did you mean --${like}?`,
    );
  }
}

const listed = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.split(',')).map((value) => value.trim());

function oneOf<Word extends string>(
  flag: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const like = nearest(value, words);
  throw usage(
    `${flag} is one of ${words.join(', ')}, not ${value}.`,
    like === null ? undefined : `Did you mean ${like}?`,
  );
}

const usage = (what: string, hint = 'See `shipshape check --help`.'): ShipshapeError =>
  new ShipshapeError('USAGE', { what, hint });

export const CHECK_HELP = `Usage: shipshape check [options] [PATHS...]

finds what is wrong with Dockerfiles, compose, ignore and env files, and images; mends what can be mended

PATHS are files, folders (with all that is in them, but for what git ignores), globs, or - for standard input;
without any it is the folder that you are in.

  --format FORMAT        ${FORMATS.join(', ')} (default pretty)
  --json                 the same as --format json
  --preset PRESET        ${PRESETS.join(', ')}
                         (default recommended; a tool's preset has on what that tool has on)
  --fail-on SEVERITY     exit with 1 from this severity on: error, warning, info, style, never (default warning)
  --ids TOOL             call the rules what this tool calls them
  --fix                  mend what cannot change what the container does
  --fix=all              mend all that can be mended; \`shipshape improve\` proves such changes
  --force                with --fix: write over uncommitted changes
  --rule ID, --skip ID   only this rule, all but this rule; ours or another tool's id (may be repeated)
  --baseline FILE        tell only what is not in FILE
  --write-baseline       write what is found to the baseline FILE
  --diff REV             tell only what touches lines that changed since this git revision
  --shellcheck           have the ShellCheck program read the RUN steps, in the place of the rule shell-lint
  --image IMAGE          look into this image of the engine, beside PATHS or alone (may be repeated)
  --target STAGE         the stage that ships (default: the last one)
  --config FILE          this file instead of shipshape.yaml and other tools' files
  --no-config            no configuration file at all
  --stdin-name NAME      what standard input is called (default Dockerfile)

Exit status: 0 nothing found (below --fail-on); 1 findings; 2 wrong usage, or nothing was readable.
`;
