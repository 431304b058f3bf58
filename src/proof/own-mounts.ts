import type { ComposeModel } from '../engine/index.ts';
import { isMapping, listOf, textOf, type Mapping } from '../model/compose-values.ts';
import type { Stack } from './stack/stack.ts';
import { usedFiles } from './stack/files.ts';

/** The volumes of a service as the run has them: its own where the user's were, copies where files are needed. */
export function ownVolumes(
  service: Mapping,
  name: string,
  stack: Stack,
  trial: readonly string[],
): Record<string, unknown>[] {
  const mounts = stack.mounts.get(name) ?? new Map();
  const hidden = [...mounts].filter(([, mount]) => mount.kind === 'left-out').map(([target]) => target);
  const kept = listOf(service['volumes']).flatMap((volume, index): Record<string, unknown>[] => {
    if (!isMapping(volume)) return [];
    const target = textOf(volume['target']) ?? '';
    if (volume['type'] === 'tmpfs') return [{ ...volume }];
    if (volume['type'] === 'volume') {
      // an anonymous one that keeps `node_modules` from a mount of the source has nothing to keep any more
      const isGuard =
        volume['source'] === undefined && hidden.some((folder) => target.startsWith(`${folder}/`));
      return isGuard ? [] : [{ ...volume }];
    }
    const mount = volume['type'] === 'bind' ? mounts.get(target) : undefined;
    if (mount?.kind === 'copy') return [{ type: 'bind', source: mount.path, target, read_only: true }];
    if (mount?.kind === 'volume') return [{ type: 'volume', source: `bind-${name}-${index}`, target }];
    return [];
  });
  return [...kept, ...trial.map((target, index) => ({ type: 'volume', source: `trial-${index}`, target }))];
}

/** The secrets and configs that the services use, from copies of the project's files. */
export function ownFiles(model: ComposeModel, stack: Stack): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of ['secrets', 'configs'] as const) {
    const declared = model[key];
    const used = usedFiles(model, stack.names, key);
    if (used.length === 0) continue;
    result[key] = Object.fromEntries(
      used.map((name) => {
        const definition = isMapping(declared) ? declared[name] : undefined;
        const content = isMapping(definition) ? definition['content'] : undefined;
        return [name, content === undefined ? { file: stack.files[key].get(name) } : { content }];
      }),
    );
  }
  return result;
}
