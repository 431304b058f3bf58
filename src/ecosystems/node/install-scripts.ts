import { nodeCommand, parseShell, scriptOf } from '../../syntax/shell/index.ts';
import { isDevProgram, type Lock } from './lock.ts';
import type { Manifest } from './manifest.ts';

/** Scripts of a project's own package.json that an installation of its dependencies runs (npm's documentation). */
const LIFECYCLE = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

export interface LifecycleScript {
  name: string;
  /** programs that it starts, through the scripts that it runs itself */
  programs: string[];
  text: string;
}

/** The project's own scripts that run when its dependencies are installed. */
export function lifecycleScripts(manifest: Manifest): LifecycleScript[] {
  return LIFECYCLE.flatMap((name) => {
    const text = manifest.scripts[name];
    return text === undefined ? [] : [{ name, text, programs: programsIn(manifest, text, 0) }];
  });
}

function programsIn(manifest: Manifest, text: string, depth: number): string[] {
  return parseShell(text).commands.flatMap((command) => {
    const node = nodeCommand(command);
    const script = node === null ? null : scriptOf(node);
    const own = script === null ? undefined : manifest.scripts[script];
    if (own !== undefined && depth < 5) return programsIn(manifest, own, depth + 1);
    if (node?.action === 'exec') return node.operands.slice(0, 1).flatMap(({ value }) => value ?? []);
    return command.name === null ? [] : [command.name.slice(command.name.lastIndexOf('/') + 1)];
  });
}

/** Scripts that fail where dev dependencies are left out, since they call programs that come from them. */
export function failingWithoutDev(manifest: Manifest, lock: Lock | null): LifecycleScript[] {
  return lifecycleScripts(manifest).filter(
    // `husky || true` is made for it
    ({ text, programs }) => !text.includes('||') && programs.some((one) => isDevProgram(manifest, lock, one)),
  );
}
