/**
 * The requirement files that a requirement file names itself (`-r`, `-c`), and whether it names paths of the project,
 * so that more than these files is needed to install it. Format: pip's requirements file format.
 */
export interface RequirementFile {
  includes: string[];
  localPaths: boolean;
}

/** A path or `file:` address, on its own, behind `name @`, or as a folder of packages. */
const LOCAL =
  /^(\.|file:)|^[^\s@:;]*\/|^[^\s/:;@]+\.(whl|tar\.gz|zip)\b|@\s*file:|^(-f|--find-links)[\s=]+(?!https?:)/;

export function readRequirements(text: string): RequirementFile {
  const includes: string[] = [];
  let localPaths = false;
  for (const line of text.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const entry = line.replace(/(^|\s)#.*$/, '').trim();
    const include = /^(?:-r|-c|--requirement|--constraint)(?:\s+|=)?(\S+)/.exec(entry);
    if (include?.[1] !== undefined) includes.push(include[1]);
    else if (/^(-e|--editable)(\s|=)/.test(entry))
      localPaths ||= !/^\S+(\s+|=)(git|hg|svn|bzr)\+/.test(entry);
    else if (LOCAL.test(entry)) localPaths = true;
  }
  return { includes, localPaths };
}

/**
 * A requirement file and all that it includes, by paths relative to the context.
 * @param read gives a file's text, null when there is none
 * @returns null when they do not suffice to install, or one cannot be read
 */
export function requirementClosure(path: string, read: (path: string) => string | null): string[] | null {
  const found: string[] = [];
  const todo = [path];
  while (todo.length > 0) {
    const current = todo.shift() as string;
    if (found.includes(current)) continue;
    const text = read(current);
    if (text === null) return null;
    const { includes, localPaths } = readRequirements(text);
    if (localPaths) return null;
    found.push(current);
    const folder = current.slice(0, current.lastIndexOf('/') + 1);
    for (const include of includes) {
      if (/^https?:/.test(include)) continue;
      const joined = joinPath(folder, include);
      if (joined === null) return null;
      todo.push(joined);
    }
  }
  return found;
}

/** Joins and normalises; null when it leads out of the context. */
function joinPath(folder: string, path: string): string | null {
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return path.startsWith('/') ? null : parts.join('/');
}
