import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { kindByName } from '../../lint/kind.ts';
import { isMapping } from '../../model/compose-values.ts';
import { parseYaml } from '../../syntax/yaml/index.ts';
import { smallText } from './build-context.ts';
import { isBelow } from './discover.ts';

/** Which context compose services build a Dockerfile with. */
export class ComposeBuilds {
  /** for each folder, what its compose files build: Dockerfile → context, absolute both */
  readonly #known = new Map<string, ReadonlyMap<string, string>>();

  /**
   * The context of the first service that builds a Dockerfile; compose files nearer to it count first.
   * @param root compose files outside this folder do not count
   */
  contextOf(dockerfile: string, root: string): string | null {
    for (let folder = dirname(dockerfile); isBelow(folder, root); folder = dirname(folder)) {
      const context = this.#builds(folder).get(dockerfile);
      if (context !== undefined) return isBelow(context, root) ? context : null;
      if (dirname(folder) === folder) break;
    }
    return null;
  }

  #builds(folder: string): ReadonlyMap<string, string> {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const builds = new Map<string, string>();
    for (const name of namesOf(folder))
      if (kindByName(name) === 'compose') addBuilds(builds, folder, smallText(join(folder, name)) ?? '');
    const kept = builds.size === 0 ? NONE : builds;
    this.#known.set(folder, kept);
    return kept;
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

function addBuilds(builds: Map<string, string>, folder: string, text: string): void {
  if (!text.includes('build')) return;
  const services = parseYaml(text).get(['services']);
  if (!isMapping(services)) return;
  for (const service of Object.values(services)) {
    const build = isMapping(service) ? service['build'] : undefined;
    const named = isMapping(build) ? build : { context: build };
    const { context = '.', dockerfile = 'Dockerfile' } = named;
    if (build == null || typeof context !== 'string' || typeof dockerfile !== 'string') continue;
    if (/[$:]|^git@/.test(context) || dockerfile.includes('$')) continue;
    const absolute = resolve(folder, context);
    const path = resolve(absolute, dockerfile);
    if (!builds.has(path)) builds.set(path, absolute);
  }
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
