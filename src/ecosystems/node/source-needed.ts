import type { ContextFile } from '../../model/facts.ts';
import type { Setup } from '../../model/setup.ts';
import { visibleFiles, worthCopying } from '../context-origin.ts';

/** Files that only tell tools how to build, check and edit, wherever the program is built before it starts. */
const FOR_TOOLS = new RegExp(
  `^(?:${[
    String.raw`tsconfig[^/]*\.json|jsconfig\.json|[^/]+\.config\.[cm]?[jt]s(?:on)?|nest-cli\.json|nx\.json|turbo\.json|lerna\.json`,
    String.raw`package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?`,
    String.raw`\.(?:npm|yarn|nvm|babel|swc|eslint|prettier|stylelint|commitlint|lintstaged|huskyrc|mocha|nyc|browserslist|editor|git|docker|node-version|tool-versions|env\.(?:example|sample|template)|cspell)[^/]*`,
    String.raw`(?:jest|vitest|webpack|rollup|babel|gulpfile|Gruntfile|karma|cypress|nodemon|tslint|typedoc|renovate|biome|components)(?:[.-][^/]*)?\.(?:[cm]?[jt]s|json)`,
    String.raw`(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|AUTHORS|NOTICE)(?:\.[^/]*)?|[^/]+\.md`,
    String.raw`(?:Docker|Make|Proc|Jenkins|Vagrant)file[^/]*|(?:docker-)?compose[^/]*\.ya?ml|env\.example|\.?[^/]*-ci\.ya?ml|\.travis\.yml|app\.json|fly\.toml|render\.yaml|vercel\.json|netlify\.toml`,
    String.raw`[^/]+\.test\.[cm]?[jt]sx?|[^/]+\.spec\.[cm]?[jt]sx?|[^/]+\.tsbuildinfo|[^/]+\.d\.ts`,
  ].join('|')})$`,
  'i',
);
const FOLDERS_FOR_TOOLS =
  /^(?:tests?|__tests__|__mocks__|e2e|cypress|playwright|coverage|node_modules|\.(?:git|github|gitlab|circleci|husky|vscode|idea|devcontainer|storybook|changeset|yarn|turbo|cache|shipshape))$/;
/** What a compiler or bundler turns into something else; JavaScript may run as it is. */
const COMPILED = /\.(?:[cm]?tsx?|jsx|vue|svelte|astro|s[ac]ss|less|styl)$/;
const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|s[ac]ss|less|styl)$/;

/** They read sources when they run: what they are told to read cannot be seen from here. */
const SOURCE_READERS =
  /^(?:swagger-jsdoc|express-jsdoc-swagger|ts-node|tsx|jiti|esbuild-register|@swc-node\/register|@babel\/(?:register|node)|vite|@nestjs\/cli|typescript|ts-node-dev)$/;

/** Whether one of the production dependencies compiles or reads sources at run time. */
export const readsSourcesAtRunTime = (dependencies: Readonly<Record<string, string>>): boolean =>
  Object.keys(dependencies).some((name) => SOURCE_READERS.test(name));

/**
 * The entries of a folder of the context (relative to the context) that a program may want that starts from what the
 * build made: all but settings of tools, tests, documents, and folders that hold nothing but code to compile.
 * @param keep paths relative to the context that the start names
 * @param made names in the folder that the build makes anew
 * @param compiled paths relative to the context that the build's compilers are told to read
 */
export function neededEntries(
  setup: Setup,
  folder: string,
  keep: readonly string[],
  made: readonly string[],
  compiled: readonly string[],
): { needed: string[]; left: string[] } {
  const prefix = folder === '' ? '' : `${folder}/`;
  const pathsIn = (all: ContextFile[]) =>
    all.map(({ path }) => path).filter((path) => path.startsWith(prefix));
  const files = pathsIn(visibleFiles(setup));
  const worth = pathsIn(worthCopying(setup));
  const nameOf = (path: string) => path.slice(prefix.length).split('/')[0] ?? '';
  const names = [...new Set(files.map(nameOf))].sort();
  const needed: string[] = [];
  const left: string[] = [];
  for (const name of names) {
    const path = prefix + name;
    const isKept = keep.some((one) => one === path || one.startsWith(`${path}/`));
    const isWorth = worth.some((one) => one === path || one.startsWith(`${path}/`));
    if (isWorth && !made.includes(name) && (isKept || !isForBuilding(path, files, compiled)))
      needed.push(path);
    else left.push(path);
  }
  return { needed, left };
}

/** Whether a file or folder of the context serves only building. */
export function isForBuilding(path: string, files: readonly string[], compiled: readonly string[]): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const inside = files.filter((file) => file.startsWith(`${path}/`));
  if (inside.length === 0) return FOR_TOOLS.test(name) || COMPILED.test(name);
  if (FOLDERS_FOR_TOOLS.test(name)) return true;
  const isCode = compiled.includes(path) ? CODE : COMPILED;
  return inside.every((file) => isCode.test(file) || FOR_TOOLS.test(file.slice(file.lastIndexOf('/') + 1)));
}
