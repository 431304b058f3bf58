import { expressionOf, globSource } from '../glob.ts';

/** What a `.gitignore` says of a path below its folder; null when it says nothing. */
export type GitIgnore = (path: string, isFolder: boolean) => boolean | null;

interface GitPattern {
  expression: RegExp;
  negated: boolean;
  folderOnly: boolean;
}

/** The patterns of a `.gitignore` (or `.git/info/exclude`); the last one that matches decides. */
export function parseGitIgnore(text: string): GitIgnore {
  const patterns = text.split(/\r?\n/).flatMap(patternOf).reverse();
  return (path, isFolder) => {
    for (const { expression, negated, folderOnly } of patterns)
      if ((isFolder || !folderOnly) && expression.test(path)) return !negated;
    return null;
  };
}

function patternOf(line: string): GitPattern[] {
  // blanks at the end are left out unless a backslash stands before them
  const text = line.replace(/(?<!\\)[ \t]+$/, '');
  if (text === '' || text.startsWith('#')) return [];
  const negated = text.startsWith('!');
  const body = (negated ? text.slice(1) : text).replace(/^\\(?=[#!])/, '');
  const folderOnly = body.endsWith('/');
  const pattern = folderOnly ? body.slice(0, -1) : body;
  if (pattern === '') return [];
  const anchored = pattern.includes('/');
  const source = globSource(pattern.replace(/^\//, ''));
  return [{ expression: expressionOf(`^${anchored ? '' : '(?:.*/)?'}${source}$`), negated, folderOnly }];
}
