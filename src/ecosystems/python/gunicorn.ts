/** What a gunicorn command line says of the three settings; null = nothing. */
export interface GunicornSettings {
  workers: string | null;
  timeout: string | null;
  keepAlive: string | null;
}

/** Flags of gunicorn's command line, https://docs.gunicorn.org/en/stable/settings.html */
const FLAGS: Record<keyof GunicornSettings, readonly string[]> = {
  workers: ['-w', '--workers'],
  timeout: ['-t', '--timeout'],
  keepAlive: ['--keep-alive'],
};
const CONFIG = ['-c', '--config'];

/**
 * Takes the three settings' flags out of a gunicorn command.
 * @returns null when it is no gunicorn command, names a configuration file, or a value is no plain number
 */
export function takeSettings(argv: readonly string[]): { argv: string[]; settings: GunicornSettings } | null {
  const program = argv.findIndex((word) => /(^|\/)gunicorn$/.test(word));
  const isModule = argv
    .slice(0, 3)
    .join(' ')
    .match(/python[\d.]* -m gunicorn$/);
  if (program !== 0 && !isModule) return null;
  const settings: GunicornSettings = { workers: null, timeout: null, keepAlive: null };
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    const [name, inline] = word.startsWith('--') ? splitOnce(word) : shortFlag(word);
    if (CONFIG.includes(name)) return null;
    const setting = settingOf(name);
    if (setting === null) {
      rest.push(word);
      continue;
    }
    const value = inline ?? argv[++index] ?? '';
    if (!/^\d+$/.test(value)) return null;
    settings[setting] = value;
  }
  return { argv: rest, settings };
}

function settingOf(name: string): keyof GunicornSettings | null {
  for (const [setting, names] of Object.entries(FLAGS))
    if (names.includes(name)) return setting as keyof GunicornSettings;
  return null;
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** `-w4` is `-w 4`, `-cconf.py` is `-c conf.py`. */
function shortFlag(word: string): [string, string | undefined] {
  const [, name, value] = /^(-[a-zA-Z])(.+)$/.exec(word) ?? [];
  return name === undefined ? [word, undefined] : [name, value];
}

/** The configuration file: the command's own values as defaults, else 3 workers, 60 s and 5 s. */
export function gunicornConfig({ workers, timeout, keepAlive }: GunicornSettings): string {
  return `"""Settings of gunicorn, which reads this file from its working directory."""

import os

workers = int(os.environ.get("WORKERS", "${workers ?? '3'}"))
timeout = int(os.environ.get("TIMEOUT", "${timeout ?? '60'}"))
keepalive = int(os.environ.get("KEEP_ALIVE", "${keepAlive ?? '5'}"))
`;
}
