import { prefixesOf, type Router } from '../../mounted-routers.ts';
import { bracketed, keyword, positional, stringOf, type Argument, type Bracketed } from './expressions.ts';
import { resolveName } from './modules.ts';
import type { PythonText } from './python-text.ts';

const CONSTRUCTOR =
  /^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*(Blueprint|APIBlueprint|APIRouter|Router)[ \t]*\(/gm;
const MOUNT = /(\w+)\.(include_router|register_blueprint)\s*\(/g;

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

  const join = (prefix: string, path: string): string => prefix + path;
  return (path, name) => prefixesOf(routers, key(path, name), join);
}

const key = (path: string, name: string): string => `${path} ${name}`;

function prefixIn(text: PythonText, call: Bracketed): string | null {
  const given: Argument | undefined = keyword(call, 'prefix', 'url_prefix');
  return given ? stringOf(text, given) : '';
}
