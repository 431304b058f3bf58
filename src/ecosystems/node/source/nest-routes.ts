import { bracketed, codeOf, literalOf, property, stringsOf, type Part } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';

const DECORATOR = /@(Controller|Get|All)\s*\(/g;

/** Nest: `@Controller('orders')` with `@Get('open')`, below the global prefix. */
export function nestRoutes(texts: ReadonlyMap<string, JavaScriptText>): string[] {
  const all = [...texts.values()].filter(({ code }) => /@Controller\s*\(/.test(code));
  if (all.length === 0) return [];
  const { prefix, excluded } = globalPrefix(texts);
  const isVersioned = [...texts.values()].some(({ code }) => /\.enableVersioning\s*\(/.test(code));
  return all.flatMap((text) => {
    const routes: string[] = [];
    let controllers: string[] = [];
    let version = '';
    for (const match of text.code.matchAll(DECORATOR)) {
      const [first] = bracketed(text, match.index + match[0].length - 1).parts;
      if (match[1] === 'Controller') {
        controllers = pathsOf(text, property(text, first, 'path') ?? first);
        const own = isVersioned ? literalOf(text, property(text, first, 'version')) : null;
        version = own === null ? '' : `v${own}`;
      } else
        for (const controller of controllers)
          for (const path of pathsOf(text, first)) {
            const route = slashed([controller, path]);
            if (excluded.includes(route)) routes.push(`/${route}`);
            else if (prefix !== null) routes.push(`/${slashed([prefix, version, route])}`);
          }
    }
    return routes;
  });
}

/** Without an argument it is the root; what is no literal is left out. */
function pathsOf(text: JavaScriptText, part: Part | undefined): string[] {
  if (!part || codeOf(text, part).startsWith('{')) return [''];
  return codeOf(text, part).startsWith('[')
    ? stringsOf(text, part)
    : [literalOf(text, part)].filter((path) => path !== null);
}

const slashed = (parts: readonly string[]): string =>
  parts
    .map(trimmed)
    .filter((part) => part !== '')
    .join('/');

const trimmed = (path: string): string => path.replaceAll(/^\/+|\/+$/g, '');

/** null: given, but not as a literal. `app.setGlobalPrefix('api', { exclude: ['health'] })` */
function globalPrefix(texts: ReadonlyMap<string, JavaScriptText>): {
  prefix: string | null;
  excluded: string[];
} {
  for (const text of texts.values()) {
    const found = /\.setGlobalPrefix\s*\(/.exec(text.code);
    if (!found) continue;
    const { parts } = bracketed(text, found.index + found[0].length - 1);
    const exclude = property(text, parts[1], 'exclude');
    return {
      prefix: literalOf(text, parts[0]),
      excluded: stringsOf(text, exclude).map(trimmed),
    };
  }
  return { prefix: '', excluded: [] };
}
