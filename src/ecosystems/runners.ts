/** They run the program that their arguments name. */
const RUNNERS =
  /^(env|exec|command|sudo|nohup|nice|time|timeout|stdbuf|xargs|setpriv|dumb-init|tini|catatonit|gosu|su-exec|cross-env|cross-env-shell|env-cmd|dotenv|dotenvx|npx|pnpx|bunx|docker-entrypoint\.sh|wait-for(-it)?(\.sh)?|dockerize|opentelemetry-instrument|ddtrace-run|newrelic-admin)$/;
/** Those that want `run` or `exec` before it; with `run`, Node's own package managers run scripts of package.json. */
const RUNNERS_WITH_VERB = /^(poetry|pipenv|uv|pdm|rye|hatch|pnpm|yarn|npm|bun|doppler|infisical)$/;
const RUNS_SCRIPTS = /^(npm|pnpm|yarn|bun)$/;

/** What stands between a runner and its program: options, variables, numbers, addresses to wait for, files of variables. */
const IN_BETWEEN =
  /^-|^[A-Za-z_]\w*=|^\d+(\.\d+)?[smhd]?$|^[\w.-]+:\d+$|^\w+:\/\/|^\.env\b|^run-(program|python)$/;

/** The index of the program that a command comes down to, behind those that only run another one. */
export function programAt(words: readonly string[]): number {
  for (let at = 0; at < words.length; at++) {
    const word = baseName(words[at] ?? '');
    if (isRunnerWithVerb(word, words[at + 1])) at++;
    else if (/^(gosu|su-exec)$/.test(word)) at++;
    else if (!isRunner(word) && !IN_BETWEEN.test(word)) return at;
  }
  return words.length;
}

function isRunnerWithVerb(name: string, verb: string | undefined): boolean {
  return RUNNERS_WITH_VERB.test(name) && (verb === 'exec' || (verb === 'run' && !RUNS_SCRIPTS.test(name)));
}

/** Whether a program, named without its folder, only runs the one behind it. */
export const isRunner = (name: string): boolean => RUNNERS.test(name);

/** The names of the runners of a command. */
export const runnersOf = (words: readonly string[]): string[] =>
  words
    .slice(0, programAt(words))
    .map(baseName)
    .filter((name, index) => isRunner(name) || isRunnerWithVerb(name, words[index + 1]));

/** The names of all programs that a command starts: runners, and the one behind them. */
export function programsIn(words: readonly string[]): string[] {
  const program = baseName(words[programAt(words)] ?? '');
  return [...runnersOf(words), ...(program === '' ? [] : [program])];
}

/** A path without its folders. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
