import { inContext, type Setup } from '../../model/setup.ts';
import { nodeCommand } from '../../syntax/shell/index.ts';
import { visibleFiles } from '../context-origin.ts';
import type { CommandSite } from '../ecosystem.ts';
import { joined, originOf } from '../source-copy.ts';
import { lifecycleScripts } from './install-scripts.ts';
import { readManifest } from './manifest.ts';
import { stepOf } from './steps.ts';

/**
 * Files of a source copy that a command of npm, yarn, pnpm or corepack needs. A folder ends in a slash.
 * @returns undefined when it is none; null when it may need any of the files
 */
export function filesFor(site: CommandSite): string[] | null | undefined {
  const { setup, stage, instruction, command, copy } = site;
  const node = nodeCommand(command);
  const source = setup.files.get(setup.paths.dockerfile) ?? '';
  const step = stepOf(stage, instruction, source);
  const at = command.range.start;
  // its manifest makes the folder that the next command works in
  if (command.name === 'cd' && step?.installs.some((one) => at < one.command.range.start)) return [];
  if (node === null) return undefined;
  if (node.action === 'add-global' || node.action === 'configure' || node.action === 'clean-cache') return [];
  if (!['install', 'add', 'prune', 'enable'].includes(node.action) || node.dynamic) return null;
  const install = step?.installs.find((one) => one.command.range.start === command.range.start);
  const folder = install?.folder ?? stepFolder(site);
  if (node.workspaces) return null;
  const own = originOf(copy, `${folder === '/' ? '' : folder}/package.json`);
  // corepack reads package.json only where it is told no version
  if (node.action === 'enable' && node.verb !== 'install') return [];
  return own === null ? null : filesOf(setup, own);
}

const stepFolder = ({ stage, instruction, copy }: CommandSite): string =>
  joined(copy.target, '.') === '/' ? '/' : (stepFolderOf(stage, instruction) ?? copy.target);

function stepFolderOf(stage: CommandSite['stage'], instruction: CommandSite['instruction']): string | null {
  const workdir = stage.instructions
    .slice(0, stage.instructions.indexOf(instruction))
    .findLast(({ keyword }) => keyword === 'WORKDIR')?.words[0]?.value;
  return workdir === undefined ? null : joined('/', workdir);
}

/** Beside package.json, what npm, yarn and pnpm read when they install. */
const BESIDE =
  /^(package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.[cm]?js)$/;

function filesOf(setup: Setup, packageJson: string): string[] | null {
  const manifest = readManifest(setup, packageJson);
  if (manifest === null || manifest.hasLocalPackages) return null;
  const prefix = manifest.folder === '' ? '' : `${manifest.folder}/`;
  const files = visibleFiles(setup)
    .map(({ path }) => path)
    .filter((path) => path.startsWith(prefix));
  const names = [...new Set(files.map((path) => path.slice(prefix.length)))].filter((name) =>
    BESIDE.test(name),
  );
  const folders: string[] = [];
  const hasFolder = (name: string) => files.some((path) => path.startsWith(`${prefix}${name}/`));
  if (names.includes('.yarnrc.yml'))
    for (const name of ['.yarn/releases', '.yarn/plugins', '.yarn/patches', '.yarn/cache'])
      if (hasFolder(name)) folders.push(name);
  // pnpm's own patches, and patch-package's
  if (hasFolder('patches')) folders.push('patches');
  for (const { text, programs } of lifecycleScripts(manifest)) {
    if (!programs.every((program) => NEEDS_NO_SOURCE.test(program))) return null;
    if (/\.[cm]?[jt]s\b|\.sh\b/.test(text)) return null;
    if (!programs.includes('prisma')) continue;
    const schema = /"schema"\s*:\s*"([^"]+)"/.exec(setup.files.get(inContext(setup, packageJson)) ?? '')?.[1];
    if (schema !== undefined || !hasFolder('prisma')) return null;
    folders.push('prisma');
  }
  return [...names.sort(byRank), ...folders.map((name) => `${name}/`)].map((name) => prefix + name);
}

/** Programs of install scripts that read nothing of the source, or what is known. */
const NEEDS_NO_SOURCE =
  /^(husky|is-ci|is-ci-cli|patch-package|prisma|lefthook|simple-git-hooks|only-allow|npx|echo|true|exit|test|\[|ngcc|opencollective(-postinstall)?|node-gyp-build|electron-builder|playwright|puppeteer)$/;

/** package.json first, its lock next, settings last. */
const rank = (name: string): number => (name === 'package.json' ? 0 : name.startsWith('.') ? 2 : 1);
const byRank = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);
