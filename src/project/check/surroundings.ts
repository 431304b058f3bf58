import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BuildContext, Surroundings } from '../../lint/index.ts';
import { kindOf } from '../../lint/kind.ts';
import { ContextFolder, contextOf, smallText } from './build-context.ts';
import { ComposeBuilds } from './compose-builds.ts';
import { isBelow, type FoundFile } from './discover.ts';

/** So many contexts are remembered: files are checked folder by folder. */
const MOST_CONTEXTS = 16;

/** Looks around files: at their build contexts, and at files that they name. Nothing is read before a rule asks. */
export class Neighbourhood {
  readonly #contexts = new Map<string, ContextFolder>();
  readonly #builds = new ComposeBuilds();

  around(file: FoundFile): Surroundings {
    const folder = dirname(file.absolute);
    const texts = new Map<string, string | null>();
    let context: BuildContext | null | undefined;
    const find = (): BuildContext | null => this.#contextOf(file);
    return {
      get context() {
        if (context === undefined) context = find();
        return context;
      },
      read(path) {
        const known = texts.get(path);
        if (known !== undefined) return known;
        const text = readWithin(file.root, resolve(folder, path));
        texts.set(path, text);
        return text;
      },
    };
  }

  #contextOf({ absolute, root }: FoundFile): BuildContext | null {
    const folder = dirname(absolute);
    const kind = kindOf(absolute);
    if (kind === 'compose') return contextOf(this.#folder(folder), null);
    if (kind === 'env') return this.#holdsDockerfile(folder) ? contextOf(this.#folder(folder), null) : null;
    // `Dockerfile.dockerignore` belongs to the Dockerfile beside it
    const dockerfile = kind === 'ignore' ? absolute.replace(/\.(?:docker|container)ignore$/, '') : absolute;
    const isOwn = kind === 'ignore' && dockerfile.endsWith('/');
    const built = isOwn ? null : this.#builds.contextOf(dockerfile, root);
    return contextOf(this.#folder(built ?? folder), isOwn ? null : dockerfile);
  }

  #holdsDockerfile(folder: string): boolean {
    const context = this.#folder(folder);
    return context.has('Dockerfile') || context.has('Containerfile');
  }

  #folder(folder: string): ContextFolder {
    const known = this.#contexts.get(folder);
    if (known !== undefined) return known;
    const oldest = this.#contexts.keys().next();
    if (this.#contexts.size >= MOST_CONTEXTS && oldest.done !== true) this.#contexts.delete(oldest.value);
    const made = new ContextFolder(folder);
    this.#contexts.set(folder, made);
    return made;
  }
}

/** A file's text where it really lies below `root`; null elsewhere. */
function readWithin(root: string, path: string): string | null {
  try {
    const real = realpathSync(path);
    return isBelow(real, realpathSync(root)) ? smallText(real) : null;
  } catch {
    return null;
  }
}
