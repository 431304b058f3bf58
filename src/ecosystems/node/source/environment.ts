import { escaped } from './expressions.ts';
import type { JavaScriptText } from './javascript-text.ts';
import { importsOf } from './modules.ts';

/** A regular expression for what stands for the environment in a file: `process.env` and the file's own names for it. */
export function environmentIn(text: JavaScriptText): string {
  const { code } = text;
  const aliases = new Set<string>();
  for (const [, name = ''] of code.matchAll(
    /(?<![\w$.])(?:const|let|var)\s+([\w$]+)\s*(?::[^=;\n]*)?=\s*process\.env\s*(?=[;,\n]|$)/g,
  ))
    aliases.add(name);
  for (const [, alias] of code.matchAll(
    /(?<![\w$.])\{\s*env\s*(?::\s*([\w$]+)\s*)?\}\s*=\s*process\b(?!\.)/g,
  ))
    aliases.add(alias ?? 'env');
  for (const { local, imported, module } of importsOf(text))
    if (imported === 'env' && /^(node:)?process$/.test(module)) aliases.add(local);
  const names = [
    String.raw`(?:globalThis\.)?process\s*\??\.\s*env`,
    String.raw`Bun\.env`,
    ...[...aliases].map(escaped),
  ];
  return `(?<![\\w$.])(?:${names.join('|')})`;
}
