import { bracketed, keyword, positional, stringOf, type Bracketed } from './expressions.ts';
import { fileOfModule } from './modules.ts';
import { readMounts } from './mounts.ts';
import type { PythonText } from './python-text.ts';

const DECORATOR = /(?<=^[ \t]*)@(?:([\w.]+)\.)?(route|get|api_route)\s*\(/gm;
const CALL =
  /(?<![\w.@])(?:([\w.]+)\.)?(add_url_rule|add_api_route|add_route|add_get|get|Route|APIRoute)\s*\(/g;
const DJANGO_PATH = /(?<![\w.])(re_path|url|path)\s*\(/g;
/** `http.server`: what the handler compares its path with. */
const COMPARED = /(?<![\w.])self\.path\s*[!=]=\s*/g;
const PARAMETER = /[<{*]|\/:/;

/** Paths that answer GET and take no parameter: Flask, FastAPI, Starlette, Bottle, aiohttp, Django, http.server. */
export function routesOf(texts: readonly PythonText[]): string[] {
  const prefixesOf = readMounts(texts);
  const found: string[] = [];
  for (const text of texts) {
    for (const { owner, path } of [...decorated(text), ...called(text)]) {
      const name = owner.split('.').at(-1) ?? '';
      for (const prefix of prefixesOf(text.path, name)) found.push(prefix + path || '/');
    }
    found.push(...djangoRoutes(texts, text, 0), ...comparedPaths(text));
  }
  return [...new Set(found)].filter((path) => path.startsWith('/') && !PARAMETER.test(path));
}

function comparedPaths(text: PythonText): string[] {
  return [...text.code.matchAll(COMPARED)].flatMap(({ index, 0: matched }) => {
    const start = index + matched.length;
    const literal = /^(["'])[^"'\n]*\1/.exec(text.source.slice(start))?.[0] ?? '';
    return stringOf(text, { name: null, start, end: start + literal.length }) ?? [];
  });
}

interface Route {
  /** the variable that it was registered with */
  owner: string;
  path: string;
}

function decorated(text: PythonText): Route[] {
  return [...text.code.matchAll(DECORATOR)].flatMap((match) => {
    const call = bracketed(text, match.index + match[0].length - 1);
    return routeOf(text, match[1] ?? '', positional(call, 0) ?? keyword(call, 'path', 'rule'), call);
  });
}

function called(text: PythonText): Route[] {
  return [...text.code.matchAll(CALL)].flatMap((match) => {
    const [matched, owner = '', method] = match;
    // requests.get(…) asks; only aiohttp's web.get(…) answers
    if (method === 'get' && owner !== 'web') return [];
    const call = bracketed(text, match.index + matched.length - 1);
    return routeOf(
      text,
      owner.replace(/\.router$/, ''),
      positional(call, 0) ?? keyword(call, 'path', 'rule'),
      call,
    );
  });
}

function routeOf(
  text: PythonText,
  owner: string,
  path: Parameters<typeof stringOf>[1],
  call: Bracketed,
): Route[] {
  const literal = stringOf(text, path);
  if (literal === null || (literal !== '' && !literal.startsWith('/')) || !takesGet(text, call)) return [];
  return [{ owner, path: literal }];
}

/** `methods=["POST"]` (or Bottle's `method="POST"`) leaves GET out; without it GET is meant. */
function takesGet(text: PythonText, call: Bracketed): boolean {
  const methods = keyword(call, 'methods', 'method');
  return !methods || /["']GET["']/i.test(text.source.slice(methods.start, methods.end));
}

/** The patterns of a Django URL module that no other one includes, and below them those that it includes. */
function djangoRoutes(texts: readonly PythonText[], text: PythonText, depth: number): string[] {
  if (!isUrlModule(text) || depth > 4) return [];
  if (depth === 0 && texts.some((other) => other !== text && included(texts, other).includes(text)))
    return [];
  return [...text.code.matchAll(DJANGO_PATH)].flatMap((match) => {
    const call = bracketed(text, match.index + match[0].length - 1);
    const written = stringOf(text, positional(call, 0));
    const pattern = match[1] === 'path' ? written : plainPattern(written);
    if (pattern === null) return [];
    const view = positional(call, 1);
    const below = view && includedModule(text, view.start);
    if (below === undefined || below === null)
      return view && /^(include\s*\(|\w+\.site\.urls)/.test(text.code.slice(view.start, view.end))
        ? []
        : [`/${pattern}`];
    const owner = fileOfModule(texts, below);
    const routes = owner && owner !== text ? djangoRoutes(texts, owner, depth + 1) : [];
    return routes.map((route) => `/${pattern}${route.slice(1)}`);
  });
}

/** `^old/$` as a path; null for a pattern that stands for more than one. */
function plainPattern(pattern: string | null): string | null {
  const [, path] = /^\^?([\w/-]*)\$?$/.exec(pattern ?? '^') ?? [];
  return pattern === null ? null : (path ?? null);
}

const isUrlModule = (text: PythonText): boolean => /^urlpatterns\s*[+:]?=?/m.test(text.code);

function included(texts: readonly PythonText[], text: PythonText): (PythonText | undefined)[] {
  return [...text.code.matchAll(/(?<![\w.])include\s*\(/g)].map(({ index }) => {
    const module = includedModule(text, index);
    return module === null ? undefined : fileOfModule(texts, module);
  });
}

/** `include("app.urls")` and `include(("app.urls", "app"))` at an offset; null when something else stands there. */
function includedModule(text: PythonText, offset: number): string | null {
  const call = /^include\s*\(/.exec(text.code.slice(offset, offset + 40));
  if (!call) return null;
  const first = positional(bracketed(text, offset + call[0].length - 1), 0);
  if (first && text.code[first.start] === '(')
    return stringOf(text, positional(bracketed(text, first.start), 0));
  return stringOf(text, first);
}
