import { passwordsInAddresses } from './addresses.ts';
import { hasShape } from './shapes.ts';

/** `PASSWORD=…`, `--token …`, `"apiKey": "…"`. */
const NAMED =
  /(?:passw(?:or)?d|passphrase|secret|token|credentials?|api[-_]?key|private[-_]?key)[\w-]*["']?(?:\s*[=:]\s*|\s+)["']?(?!\$)\S/i;

/** Whether a line may hold a secret, so that it is not to be shown; rather one too many. */
export const mayHoldSecret = (line: string): boolean =>
  NAMED.test(line) || hasShape(line) || passwordsInAddresses(line).length > 0;
