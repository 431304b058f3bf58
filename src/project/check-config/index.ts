import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RuleIds } from '../../lint/index.ts';
import { smallText } from '../check/build-context.ts';
import { isBelow } from '../check/discover.ts';
import { CONFIG_NAME } from '../config-keys.ts';
import type { ForeignConfig } from './foreign.ts';
import type { Layer } from './layer.ts';

export type { Layer } from './layer.ts';

/** Names that tell whether a folder has a configuration at all: the code that reads one is loaded only then. */
const FOREIGN =
  /^(?:\.hadolint\.ya?ml|\.dclintrc(?:\.json|\.ya?ml)?|\.checkov\.ya?ml|trivy\.ya?ml|\.trivyignore(?:\.ya?ml)?|kics\.config(?:\.json|\.ya?ml)?)$/;

/** Finds the configuration of each folder: the nearest `shipshape.yaml`, before it the nearest of each other tool. */
export class Configurations {
  readonly #ids: RuleIds;
  readonly #known = new Map<string, Promise<readonly Layer[]>>();

  constructor(ids: RuleIds) {
    this.#ids = ids;
  }

  /** @param root no folder above it is looked at */
  of(folder: string, root: string): Promise<readonly Layer[]> {
    let layers = this.#known.get(folder);
    if (layers === undefined) this.#known.set(folder, (layers = this.#find(folder, root)));
    return layers;
  }

  async #find(folder: string, root: string): Promise<readonly Layer[]> {
    const names = namesOf(folder);
    const parent = dirname(folder);
    const above =
      folder === root || parent === folder || !isBelow(parent, root) ? [] : await this.of(parent, root);
    const foreign = names.filter((name) => FOREIGN.test(name));
    const own = names.includes(CONFIG_NAME);
    if (foreign.length === 0 && !own) return above;
    const kept = above.filter((layer) => !isOwn.has(layer) || !own);
    const found = foreign.length === 0 ? [] : await foreignLayers(folder, foreign);
    const { ownLayers } = await import('./own.ts');
    const ours = own ? ownLayers(join(folder, CONFIG_NAME), this.#ids) : [];
    for (const layer of ours) isOwn.add(layer);
    // ours count before all others, wherever these stand
    return [
      ...kept.filter((layer) => !isOwn.has(layer)),
      ...found,
      ...kept.filter((layer) => isOwn.has(layer)),
      ...ours,
    ];
  }
}

const isOwn = new WeakSet<Layer>();

async function foreignLayers(folder: string, names: readonly string[]): Promise<Layer[]> {
  const modules = await Promise.all([
    import('./hadolint.ts'),
    import('./dclint.ts'),
    import('./checkov.ts'),
    import('./trivy.ts'),
    import('./kics.ts'),
  ]);
  const tools = modules.flatMap((module) => Object.values<ForeignConfig>(module));
  return tools.flatMap((tool) => {
    const name = tool.names.find((one) => names.includes(one));
    const text = name === undefined ? null : smallText(join(folder, name));
    const layer = text === null ? null : tool.layer(text, folder);
    return layer === null ? [] : [layer];
  });
}

function namesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
