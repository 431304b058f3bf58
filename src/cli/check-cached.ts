import { fileURLToPath } from 'node:url';
import { loadCached } from './cached-script.ts';

/** What `dist/cli/check.js` is: `check` in one file beside it, which starts with the code that V8 kept of it. */
export const { runCheck } = loadCached(
  fileURLToPath(new URL('./check.cjs', import.meta.url)),
) as typeof import('./check.ts');
