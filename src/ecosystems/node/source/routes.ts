import { prefixesOf, type Router } from '../../mounted-routers.ts';
import { chainAt, type Link } from './chains.ts';
import { comparedPaths } from './compared-paths.ts';
import { bracketed, codeOf, literalOf, property, stringsOf, type Part } from './expressions.ts';
import { fileRoutes } from './file-routes.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { nestRoutes } from './nest-routes.ts';
import { mountedRouters, prefixIn, routerAt, routersMade } from './routers.ts';

type Texts = ReadonlyMap<string, JavaScriptText>;

const PARAMETER = /[:*{}()[\]?+]/;

/**
 * Paths that answer GET and take no parameter: Express, Fastify, Koa, Hono, hapi and the like, Nest, node:http, and the
 * files of Next.js, Nuxt and SvelteKit.
 * @param all also the files that are no program, such as package.json, by path
 */
export function routesOf(texts: Texts, all: ReadonlyMap<string, string>): string[] {
  const found = [...registered(texts)];
  for (const text of texts.values()) found.push(...comparedPaths(text));
  found.push(...nestRoutes(texts), ...fileRoutes(texts, all));
  return [...new Set(found)].filter((path) => path.startsWith('/') && !PARAMETER.test(path));
}

interface Route {
  owner: string;
  path: string;
}

function registered(texts: Texts): string[] {
  const made = [...texts.values()].flatMap(routersMade);
  const routers = new Map<string, Router>();
  for (const { id, text, call } of made)
    routers.set(id, { prefix: prefixIn(text, call.parts[0]), mounts: [] });
  const routes: Route[] = [];
  for (const one of made) readChain(one.text, one.id, chainAt(one.text, one.call.end));
  for (const text of texts.values())
    for (const match of text.code.matchAll(ROOT)) {
      const owner = routerAt(texts, routers, text, match[1] ?? '', match.index);
      if (owner !== null) readChain(text, owner, chainAt(text, match.index + match[0].length));
    }
  return routes.flatMap(({ owner, path }) =>
    prefixesOf(routers, owner, joined).map((prefix) => joined(prefix, path)),
  );

  function readChain(text: JavaScriptText, owner: string, links: readonly Link[]): void {
    let paths: string[] | null = null;
    for (const { method, call } of links) {
      const [first, second] = call.parts;
      if (/^(get|all)$/.test(method))
        for (const path of paths ?? (call.parts.length > 1 ? pathsIn(text, first) : []))
          routes.push({ owner, path });
      else if (method === 'on' && stringsOf(text, first).includes('GET'))
        for (const path of pathsIn(text, second)) routes.push({ owner, path });
      else if (method === 'route' && call.parts.length === 1 && !/^[[{]/.test(codeOf(text, first)))
        paths = pathsIn(text, first);
      else if (method === 'route' && /^[[{]/.test(codeOf(text, first)))
        routes.push(...described(text, first).map((path) => ({ owner, path })));
      else if (/^(use|route|register|mount)$/.test(method)) mount(text, owner, method, call.parts);
      else if (/^(basePath|prefix)$/.test(method)) {
        const router = routerOf(owner);
        const added = literalOf(text, first);
        router.prefix = router.prefix === null || added === null ? null : router.prefix + added;
      }
    }
  }

  function mount(text: JavaScriptText, owner: string, method: string, parts: readonly Part[]): void {
    const [first] = parts;
    const isPath =
      parts.length > 1 && (PATH_LIKE.test(codeOf(text, first)) || literalOf(text, first) !== null);
    const prefix = method === 'register' ? prefixIn(text, parts[1]) : isPath ? literalOf(text, first) : '';
    const mounted = method === 'register' ? parts.slice(0, 1) : isPath ? parts.slice(1) : parts;
    for (const part of mounted)
      for (const id of mountedRouters(texts, made, text, part))
        if (id !== owner) routerOf(id).mounts.push({ prefix, parent: owner });
  }

  function routerOf(id: string): Router {
    const router = routers.get(id) ?? { prefix: '', mounts: [] };
    routers.set(id, router);
    return router;
  }
}

/** A first argument of `use` that is a path, whether its text is known or not. */
const PATH_LIKE = /^(["'`]|[\w$.]*(?:[Pp]refix|[Pp]ath|[Bb]ase|[Uu]rl)\w*$|(?:[\w$]+\.)*[A-Z][A-Z0-9_]*$)/;

/** A name with a call behind it that may register something. */
const ROOT =
  /(?<![\w$.])(?:this\s*\.\s*)?([\w$]+)(?=\s*\??\.\s*(?:get|all|on|use|route|register|mount|basePath|prefix|head|post|put|patch|delete|options|param)\s*[<(])/g;

const pathsIn = (text: JavaScriptText, part: Part | undefined): string[] => {
  const literals = stringsOf(text, part);
  const named = literals.length > 0 ? literals : [literalOf(text, part)];
  return named.filter((path) => path !== null && (path === '' || path.startsWith('/'))) as string[];
};

/** `{ method: 'GET', url: '/x' }` of Fastify, `path` in hapi, also several in an array. */
function described(text: JavaScriptText, part: Part | undefined): string[] {
  const objects = part && text.code[part.start] === '[' ? bracketed(text, part.start).parts : [part];
  return objects.flatMap((object) => {
    const methods = stringsOf(text, property(text, object, 'method')).map((one) => one.toUpperCase());
    const isGet = methods.includes('GET') || methods.includes('*');
    return isGet ? pathsIn(text, property(text, object, 'url', 'path')) : [];
  });
}

/** The root of a router answers under its prefix, without a slash behind it. */
export function joined(prefix: string, path: string): string {
  if (path === '' || path === '/') return prefix.replace(/\/+$/, '') || path;
  return prefix.replace(/\/+$/, '') + (path.startsWith('/') || prefix === '' ? path : `/${path}`);
}
