import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseGitIgnore, type GitIgnore } from '../../syntax/ignore/index.ts';

interface Level {
  folder: string;
  ignore: GitIgnore;
  above: Level | null;
}

/** What the `.gitignore` files of a repository leave out, each folder's read once. */
export class GitIgnores {
  readonly #root: string;
  readonly #levels = new Map<string, Level | null>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The nearest file that says something decides. A folder that is ignored is not to be entered. */
  ignores(folder: string, name: string, isFolder: boolean): boolean {
    const path = join(folder, name);
    for (let level = this.#level(folder); level !== null; level = level.above) {
      const told = level.ignore(relative(level.folder, path).split(sep).join('/'), isFolder);
      if (told !== null) return told;
    }
    return false;
  }

  /** The folder's own patterns, or those of the nearest folder above that has some. */
  #level(folder: string): Level | null {
    const known = this.#levels.get(folder);
    if (known !== undefined) return known;
    const isRoot = folder === this.#root || dirname(folder) === folder;
    const above = isRoot ? null : this.#level(dirname(folder));
    const texts = [
      isRoot ? textOf(join(folder, '.git', 'info', 'exclude')) : null,
      textOf(join(folder, '.gitignore')),
    ];
    const text = texts.filter((one) => one !== null).join('\n');
    const level = text === '' ? above : { folder, ignore: parseGitIgnore(text), above };
    this.#levels.set(folder, level);
    return level;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
