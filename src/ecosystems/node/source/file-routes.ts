import type { JavaScriptText } from './javascript-text.ts';

/** Frameworks whose routes are files, by the package that package.json names. */
type Framework = 'next' | 'nuxt' | '@sveltejs/kit';

/** Routes that files stand for: `app/api/health/route.ts` of Next.js, `server/api/health.get.ts` of Nuxt, … */
export function fileRoutes(
  texts: ReadonlyMap<string, JavaScriptText>,
  all: ReadonlyMap<string, string>,
): string[] {
  return [...all.keys()]
    .filter((path) => /(^|\/)package\.json$/.test(path))
    .flatMap((manifest) => {
      const folder = manifest.slice(0, -'package.json'.length);
      const inside = [...texts.values()].filter(({ path }) => path.startsWith(folder));
      const uses = (name: Framework): boolean => new RegExp(`"${name}"\\s*:`).test(all.get(manifest) ?? '');
      const read = uses('next')
        ? nextRoute
        : uses('nuxt')
          ? nuxtRoute
          : uses('@sveltejs/kit')
            ? svelteRoute
            : null;
      if (read === null) return [];
      const base = uses('next') ? basePath(all, folder) : '';
      return inside.flatMap((text) => {
        const route = read(text.path.slice(folder.length), text.code);
        return route === null ? [] : [base + (route === '/' && base !== '' ? '' : route)];
      });
    });
}

/** `(group)` folders are not part of the path; `@slot` and `_private` ones are no pages. */
function nextRoute(path: string, code: string): string | null {
  const app = /^(?:src\/)?app\/((?:.*\/)?)(page|route)\.[jt]sx?$/.exec(path);
  if (app) {
    if (
      app[2] === 'route' &&
      !/export\s+(?:async\s+)?(?:function|const)\s+GET\b|export\s*\{[^}]*\bGET\b/.test(code)
    )
      return null;
    const parts = (app[1] ?? '').split('/').filter((part) => part !== '' && !/^\(.*\)$/.test(part));
    return parts.some((part) => /^[@_]|^\(/.test(part)) ? null : `/${parts.join('/')}`;
  }
  const page = /^(?:src\/)?pages\/(.+)\.[jt]sx?$/.exec(path)?.[1];
  return page === undefined || /^(_app|_document|_error|404|500|middleware)$/.test(page)
    ? null
    : ofIndex(page);
}

/** The name may end with the method that it answers. */
function nuxtRoute(path: string): string | null {
  const [, folder, name = ''] = /^server\/(api|routes)\/(.+)\.[jt]s$/.exec(path) ?? [];
  if (folder === undefined) return null;
  const method = /\.(get|head|post|put|patch|delete|options)$/.exec(name)?.[1];
  if (method !== undefined && method !== 'get') return null;
  return (folder === 'api' ? '/api' : '') + ofIndex(name.replace(/\.get$/, ''));
}

function svelteRoute(path: string, code: string): string | null {
  const folder = /^src\/routes\/((?:.*\/)?)\+server\.[jt]s$/.exec(path)?.[1];
  if (folder === undefined || !/\bGET\b/.test(code)) return null;
  return `/${folder
    .split('/')
    .filter((part) => part !== '' && !/^\(.*\)$/.test(part))
    .join('/')}`;
}

const ofIndex = (path: string): string => `/${path.replace(/(^|\/)index$/, '')}`;

const basePath = (all: ReadonlyMap<string, string>, folder: string): string =>
  ['js', 'mjs', 'ts', 'cjs']
    .map(
      (end) => /\bbasePath\s*:\s*["'](\/[^"']*)["']/.exec(all.get(`${folder}next.config.${end}`) ?? '')?.[1],
    )
    .find((found) => found !== undefined) ?? '';
