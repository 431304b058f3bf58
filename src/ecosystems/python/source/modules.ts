import type { PythonText } from './python-text.ts';

/** What a name in a file stands for: itself, or a name of another file of the project. */
export interface NameInFile {
  path: string;
  name: string;
}

/** The file of a module named `app.urls` or `.urls`; the one nearest to the top where several fit. */
export function fileOfModule(texts: readonly PythonText[], module: string): PythonText | undefined {
  const path = module.replace(/^\.+/, '').replaceAll('.', '/');
  if (path === '') return undefined;
  const fits = (text: PythonText): boolean =>
    [`${path}.py`, `${path}/__init__.py`].some((end) => text.path === end || text.path.endsWith(`/${end}`));
  return texts.filter(fits).sort((a, b) => a.path.length - b.path.length)[0];
}

/** Where `name` or `module.name`, as used in `text`, is defined. */
export function resolveName(texts: readonly PythonText[], text: PythonText, dotted: string): NameInFile {
  const parts = dotted.split('.');
  const name = parts.pop() ?? '';
  const here = { path: text.path, name };
  if (parts.length > 0) {
    const owner = fileOfModule(texts, parts.join('.'));
    return owner ? { path: owner.path, name } : here;
  }
  for (const [, module = '', list = '', single = ''] of text.code.matchAll(
    /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^\n(]+))/gm,
  ))
    for (const item of (list || single).split(',')) {
      const [, original, alias] = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(item) ?? [];
      if (original === undefined || (alias ?? original) !== name) continue;
      const owner = fileOfModule(texts, module);
      return owner ? { path: owner.path, name: original } : here;
    }
  return here;
}
