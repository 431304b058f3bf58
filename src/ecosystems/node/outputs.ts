import type { Setup } from '../../model/setup.ts';
import type { WrittenTree } from '../../model/facts.ts';
import { nodeCommand, parseShell, scriptOf, type ShellCommand } from '../../syntax/shell/index.ts';
import type { Manifest } from './manifest.ts';
import type { Step } from './steps.ts';

/** Homes hold settings and caches, except for what packages are known to put there. */
const isOutput = ({ path, kind }: WrittenTree): boolean =>
  kind === 'node-generated' || (kind !== 'cache' && !/^\/(root|home|tmp|proc|sys|dev)(\/|$)/.test(path));

/**
 * What building steps were seen to write, without what later steps deleted again and what lies in one another.
 * @param steps indexes of instructions
 */
export function observedOutputs(setup: Setup, steps: readonly number[]): WrittenTree[] {
  const all = setup.facts.image?.steps ?? [];
  const last = Math.max(...steps);
  const gone = all.filter(({ instruction }) => instruction > last).flatMap(({ deleted }) => deleted);
  const trees = all
    .filter(({ instruction }) => steps.includes(instruction))
    .flatMap((step) => step.trees)
    .filter(isOutput)
    .filter(({ path }) => !gone.some((one) => path === one || path.startsWith(`${one}/`)));
  const unique = trees.filter((tree, index) => trees.findIndex(({ path }) => path === tree.path) === index);
  return unique.filter(({ path }) => !unique.some((other) => path.startsWith(`${other.path}/`)));
}

/** Where well-known builds write by default, relative to the project's folder: only the first guess without an engine. */
const DEFAULTS: [RegExp, string][] = [
  [/^next$/, '.next'],
  [/^(vite|vue-cli-service|nest|rollup|webpack|parcel|tsup|unbuild|astro|ncc)$/, 'dist'],
  [/^react-scripts$/, 'build'],
  [/^(nuxt|nuxi)$/, '.output'],
  [/^(remix|react-router)$/, 'build'],
  [/^gatsby$/, 'public'],
];

/**
 * What a build would write by its commands' defaults and tsconfig's outDir, relative to the project's folder.
 * @param outDir `compilerOptions.outDir` of the project's tsconfig.json
 * @returns null when one of its commands is not known
 */
export function guessedOutputs(
  step: Step,
  manifest: Manifest | null,
  outDir: string | null,
): string[] | null {
  const found: string[] = [];
  for (const words of buildCommands(step, manifest)) {
    if (words === null) return null;
    const [program = ''] = words;
    if (/^(rm|rimraf|eslint|prettier|echo|true|cd|cross-env|prisma|jest|vitest)$/.test(program)) continue;
    const option = words.findIndex((word) => /^--?(outDir|out-dir|outdir|d|o)$/.test(word));
    const place =
      option > 0
        ? (words[option + 1] ?? null)
        : program === 'tsc'
          ? outDir
          : (DEFAULTS.find(([name]) => name.test(program))?.[1] ?? null);
    if (place === null) return null;
    found.push(place.replace(/^(\.\/)+/, '').replace(/\/+$/, ''));
  }
  return [...new Set(found)].sort();
}

const COMPILERS =
  /^(babel|swc|tsc|esbuild|rollup|webpack|tsup|ncc|parcel|vite|rspack|rolldown|tsdown|unbuild)$/;

/** Names in the project's folder that compilers are told to read: what they make of them is the output. */
export function compiledFolders(step: Step, manifest: Manifest | null): string[] {
  return buildCommands(step, manifest).flatMap((words) => {
    const [program = '', ...rest] = words ?? [];
    if (!COMPILERS.test(program)) return [];
    return rest
      .filter(
        (word, index) =>
          !word.startsWith('-') && !/^--?(outDir|out-dir|outdir|d|o|outfile)$/.test(rest[index - 1] ?? ''),
      )
      .flatMap((word) => /^(?:\.\/)?([^/.][^/]*)/.exec(word)?.[1] ?? []);
  });
}

/** The commands of a step's work as words, followed through scripts of package.json; null for a script that is not there. */
function buildCommands(step: Step, manifest: Manifest | null): (string[] | null)[] {
  const follow = (command: ShellCommand, depth: number): (string[] | null)[] => {
    const node = nodeCommand(command);
    const script = node === null ? null : scriptOf(node);
    if (script === null) {
      const words = node?.action === 'exec' ? node.operands : command.words;
      return [words.map(({ value }) => value ?? '')];
    }
    const text = manifest?.scripts[script];
    if (text === undefined || depth > 4) return [null];
    return parseShell(text).commands.flatMap((one) => follow(one, depth + 1));
  };
  return step.parts
    .filter(({ role }) => role === 'work')
    .flatMap(({ commands }) => commands)
    .flatMap((command) => follow(command, 0));
}

/** `compilerOptions.outDir` of a tsconfig.json, whose comments are allowed; null when it has none. */
export function outDirOf(text: string | undefined): string | null {
  const plain = text?.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return /"outDir"\s*:\s*"([^"]+)"/.exec(plain ?? '')?.[1] ?? null;
}
