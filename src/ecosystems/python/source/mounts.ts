import { bracketed, keyword, positional, stringOf, type Argument, type Bracketed } from './expressions.ts';
import { resolveName } from './modules.ts';
import type { PythonText } from './python-text.ts';

/** A Flask blueprint or FastAPI router: its own prefix, and where it is mounted. */
interface Router {
  /** null: given, but not as a literal */
  prefix: string | null;
  mounts: { prefix: string | null; parent: string }[];
}

const CONSTRUCTOR =
  /^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*(Blueprint|APIBlueprint|APIRouter|Router)[ \t]*\(/gm;
const MOUNT = /(\w+)\.(include_router|register_blueprint)\s*\(/g;
/** More levels than people write; a loop of mounts ends here. */
const DEEPEST = 8;

/**
 * Says under which prefixes the routes of a router are reached: `prefixesOf(path of the file, name of the variable)`.
 * Prefixes that are not literal are left out, so a route may have none. What is no router is reached as written.
 */
export function readMounts(texts: readonly PythonText[]): (path: string, name: string) => string[] {
  const routers = new Map<string, Router>();
  for (const text of texts)
    for (const match of text.code.matchAll(CONSTRUCTOR)) {
      const call = bracketed(text, match.index + match[0].length - 1);
      routers.set(key(text.path, match[1] ?? ''), { prefix: prefixIn(text, call), mounts: [] });
    }
  for (const text of texts)
    for (const match of text.code.matchAll(MOUNT)) {
      const call = bracketed(text, match.index + match[0].length - 1);
      const mounted = positional(call, 0);
      if (!mounted) continue;
      const { path, name } = resolveName(texts, text, text.code.slice(mounted.start, mounted.end));
      const router = routers.get(key(path, name));
      if (!router) continue;
      const prefix = prefixIn(text, call);
      // Flask's register_blueprint replaces the blueprint's own prefix
      if (match[2] === 'register_blueprint' && prefix !== '') router.prefix = '';
      router.mounts.push({ prefix, parent: key(text.path, match[1] ?? '') });
    }

  const prefixes = (id: string, depth: number): string[] => {
    const router = routers.get(id);
    if (!router) return [''];
    const { prefix: own, mounts } = router;
    if (own === null || depth > DEEPEST) return [];
    if (mounts.length === 0) return [own];
    return mounts.flatMap(({ prefix, parent }) =>
      prefix === null ? [] : prefixes(parent, depth + 1).map((above) => above + prefix + own),
    );
  };
  return (path, name) => prefixes(key(path, name), 0);
}

const key = (path: string, name: string): string => `${path} ${name}`;

function prefixIn(text: PythonText, call: Bracketed): string | null {
  const given: Argument | undefined = keyword(call, 'prefix', 'url_prefix');
  return given ? stringOf(text, given) : '';
}
