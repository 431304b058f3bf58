import { bracketed, codeOf, escaped } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';

/** What a name in a file stands for: itself, or a name of another file of the project. */
export interface NameInFile {
  path: string;
  name: string;
}

/** Files that pass on what others export, one behind the other. */
const DEEPEST = 6;
const STRING = String.raw`["']( *)["']`;
const EXTENSIONS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** The text between the quotes that an expression matched as `STRING`, whose end is at `end`. */
const quoted = (text: JavaScriptText, blanks: string, end: number): string =>
  text.source.slice(end - blanks.length - 1, end - 1);

export interface Import {
  /** the local name */
  local: string;
  /** 'default', '*' for all, or the exported name */
  imported: string;
  module: string;
}

const known = new WeakMap<JavaScriptText, Import[]>();

/** Everything that a file takes from modules by name: `import`, `require` and awaited `import()`. */
export function importsOf(text: JavaScriptText): Import[] {
  const imports = known.get(text) ?? readImports(text);
  known.set(text, imports);
  return imports;
}

function readImports(text: JavaScriptText): Import[] {
  const found: Import[] = [];
  const { code } = text;
  const add = (clause: string, module: string, isRequire: boolean): void => {
    const named = /\{([^}]*)\}/.exec(clause);
    for (const item of (named?.[1] ?? '').split(',')) {
      const [, imported, local] = /^\s*(?:type\s+)?([\w$]+)(?:\s*(?:\bas\b|:)\s*([\w$]+))?/.exec(item) ?? [];
      if (imported !== undefined) found.push({ local: local ?? imported, imported, module });
    }
    const rest = clause.replace(/\{[^}]*\}/, '');
    const all = /\*\s*as\s+([\w$]+)/.exec(rest)?.[1];
    if (all !== undefined) found.push({ local: all, imported: '*', module });
    const whole = /^\s*([\w$]+)/.exec(rest)?.[1];
    if (whole !== undefined) found.push({ local: whole, imported: isRequire ? '*' : 'default', module });
  };
  for (const match of code.matchAll(
    new RegExp(`(?<![\\w$.])import\\s+(?!type\\s)([\\w$*{},\\s]+?)\\s*\\bfrom\\s*${STRING}`, 'g'),
  ))
    add(match[1] ?? '', quoted(text, match[2] ?? '', match.index + match[0].length), false);
  const required = new RegExp(
    `(?<![\\w$.])(?:(?:const|let|var|import)\\s+|,\\s*)([\\w$]+|\\{[^}]*\\})\\s*(?::[^=;\\n]*)?=\\s*(?:\\(\\s*)?(?:require|await\\s+import)\\s*\\(\\s*${STRING}\\s*\\)\\s*\\)?(\\s*\\.\\s*([\\w$]+)(?!\\s*\\())?`,
    'g',
  );
  for (const match of code.matchAll(required)) {
    const [matched, clause = '', blanks = '', member = '', name] = match;
    const close = matched.slice(0, matched.length - member.length).replace(/[\s)]+$/, '');
    const module = quoted(text, blanks, match.index + close.length);
    if (name !== undefined && /^[\w$]+$/.test(clause)) found.push({ local: clause, imported: name, module });
    else add(clause, module, true);
  }
  return found;
}

/** The file of the project that a specifier names: relative, or by an alias such as `@/routes/orders`. */
export function fileOfModule(
  texts: ReadonlyMap<string, JavaScriptText>,
  from: string,
  specifier: string,
): JavaScriptText | undefined {
  if (/^\.{1,2}(\/|$)/.test(specifier))
    return candidates(joined(from, specifier))
      .map((path) => texts.get(path))
      .find((one) => one !== undefined);
  const inside =
    /^(?:[@~#]\/|\/|#(?=\w))(.+)$/.exec(specifier)?.[1] ?? (specifier.startsWith('src/') ? specifier : null);
  if (inside === null) return undefined;
  const ends = candidates(inside);
  return ends
    .flatMap((end) => byName(texts).get(baseName(end)) ?? [])
    .filter(({ path }) => ends.some((end) => path === end || path.endsWith(`/${end}`)))
    .sort((a, b) => a.path.length - b.path.length)[0];
}

const indexes = new WeakMap<ReadonlyMap<string, JavaScriptText>, Map<string, JavaScriptText[]>>();

/** The files by their names without folders: looking through all of them for each import takes seconds. */
function byName(texts: ReadonlyMap<string, JavaScriptText>): Map<string, JavaScriptText[]> {
  const known = indexes.get(texts);
  if (known !== undefined) return known;
  const index = new Map<string, JavaScriptText[]>();
  for (const text of texts.values()) {
    const name = baseName(text.path);
    index.set(name, [...(index.get(name) ?? []), text]);
  }
  indexes.set(texts, index);
  return index;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** TypeScript writes `./app.js` for `./app.ts`. */
function candidates(path: string): string[] {
  const stem = path.replace(/\.[mc]?jsx?$/, '');
  const files = [path, ...new Set([path, stem])].flatMap((one) => EXTENSIONS.map((end) => one + end));
  return [...new Set([...files, ...EXTENSIONS.map((end) => `${path}/index${end}`.replace(/^\//, ''))])];
}

function joined(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts.join('/');
}

/** Where `name` or `module.name`, as used in `text`, is defined. */
export function resolveName(
  texts: ReadonlyMap<string, JavaScriptText>,
  text: JavaScriptText,
  dotted: string,
): NameInFile {
  const [first = '', ...rest] = dotted.replace(/^this\./, '').split('.');
  const here = { path: text.path, name: rest.at(-1) ?? first };
  const found = importsOf(text).find(({ local }) => local === first);
  const file = found && fileOfModule(texts, text.path, found.module);
  if (!found || !file) return here;
  const wanted = found.imported === '*' ? (rest[0] ?? 'default') : found.imported;
  return exported(texts, file, wanted, 0);
}

/** What a file exports under a name (`default` for all of a CommonJS module), also when it only passes it on. */
export function exported(
  texts: ReadonlyMap<string, JavaScriptText>,
  text: JavaScriptText,
  name: string,
  depth = 0,
): NameInFile {
  const { code } = text;
  const here = (local: string): NameInFile =>
    depth < DEEPEST && importsOf(text).some((one) => one.local === local)
      ? resolveName(texts, text, local)
      : { path: text.path, name: local };
  for (const match of code.matchAll(
    new RegExp(`(?<![\\w$.])export\\s*(\\*|\\{[^}]*\\})\\s*(?:from\\s*${STRING})?`, 'g'),
  )) {
    const item = exportedItem(match[1] ?? '', name);
    if (item === null) continue;
    if (match[2] === undefined) return here(item);
    const file = fileOfModule(texts, text.path, quoted(text, match[2], match.index + match[0].length));
    if (!file || depth >= DEEPEST) continue;
    const deeper = exported(texts, file, item, depth + 1);
    if (match[1] !== '*' || defines(texts.get(deeper.path), deeper.name)) return deeper;
  }
  const pattern =
    name === 'default'
      ? /(?<![\w$.])(?:export\s+default|(?:exports\s*=\s*)?module\.exports\s*=|export\s*=)\s*(?:(?:async\s+)?function\s*\*?\s*|class\s+|new\s+|await\s+)?([\w$]+)/
      : new RegExp(`(?<![\\w$])exports\\.${escaped(name)}\\s*=\\s*([\\w$]+)`);
  const local = pattern.exec(code)?.[1];
  if (local !== undefined) return here(local === 'async' || local === 'function' ? 'default' : local);
  const object = /(?<![\w$.])module\.exports\s*=\s*\{/.exec(code);
  if (object === null) return { path: text.path, name };
  const part = bracketed(text, object.index + object[0].length - 1).parts.find((one) => one.name === name);
  const value = /^[\w$]+/.exec(codeOf(text, part))?.[0];
  return value === undefined ? { path: text.path, name } : here(value);
}

/** The name that stands for `name` in `{ a as name, b }`; null when it is not in there. `*` passes everything on. */
function exportedItem(clause: string, name: string): string | null {
  if (clause === '*') return name === 'default' ? null : name;
  for (const item of clause.replaceAll(/[{}]/g, '').split(',')) {
    const [, local, alias] = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(item) ?? [];
    if (local !== undefined && (alias ?? local) === name) return local;
  }
  return null;
}

const defines = (text: JavaScriptText | undefined, name: string): boolean =>
  text !== undefined && new RegExp(`(?<![\\w$.])${escaped(name)}(?![\\w$])`).test(text.code);
