import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Shipshape keeps things between runs: beside other caches of the user, never in the project. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'shipshape');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'shipshape');
}
