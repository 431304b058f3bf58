import { namesOf } from '../foreign-ids.ts';
import type { Finding } from '../finding.ts';
import type { Pragma } from './pragma.ts';

/** What is not to be told, by names. */
export class Silence {
  readonly #names = new Set<string>();
  readonly #onlyOf = new Map<string, Set<string>>();

  get isEmpty(): boolean {
    return this.#names.size === 0 && this.#onlyOf.size === 0;
  }

  add({ ids, onlyOf }: Pragma): void {
    if (onlyOf === undefined) for (const id of ids) this.#names.add(id);
    else this.#onlyOf.set(onlyOf, new Set([...(this.#onlyOf.get(onlyOf) ?? []), ...ids]));
  }

  covers(finding: Finding): boolean {
    if (this.isEmpty) return false;
    const names = namesOf(finding);
    if (names.some((name) => this.#names.has(name) || (name.endsWith('*') && this.#hasBelow(name))))
      return true;
    for (const [tool, ids] of this.#onlyOf)
      if (names.includes(tool) && !names.some((name) => ids.has(name))) return true;
    return false;
  }

  /** A rule that is called `SC*` elsewhere is meant by each id that begins so. */
  #hasBelow(name: string): boolean {
    if (name === '*' || name.endsWith(':*')) return false;
    for (const id of this.#names) if (id.startsWith(name.slice(0, -1))) return true;
    return false;
  }
}
