import type { Setup } from '../../model/setup.ts';
import type { Edit } from '../../syntax/text.ts';
import { failingWithoutDev } from './install-scripts.ts';
import type { Lock } from './lock.ts';
import type { Manifest } from './manifest.ts';
import type { Install } from './steps.ts';

/** npm 7 came with Node.js 15; `--omit` and `npm pkg` are later than what comes with older ones. */
const NPM_WITH_OMIT = 16;

/** The base's major version of Node.js, by the official images' own variable or the tag; null when unknown. */
export function nodeMajor(setup: Setup, base: string): number | null {
  const version = setup.facts.image?.base.env['NODE_VERSION'] ?? /(?:^|\/)node:v?(\d+)/.exec(base)?.[1];
  return version === undefined ? null : Number.parseInt(version, 10);
}

const SAVES_FOR_DEVELOPMENT = /^(-D|--save-dev|--dev)$/;

/** It adds packages that only development needs. */
export const isForDevelopment = ({ node }: Install): boolean =>
  node.action === 'add' && node.options.some(({ name }) => SAVES_FOR_DEVELOPMENT.test(name));

/** The switch that leaves dev dependencies out, in the words of an installation's own tool. */
export function productionFlag({ node }: Install, major: number | null): string {
  if (node.tool === 'pnpm') return '--prod';
  if (node.tool === 'yarn') return '--production';
  return major !== null && major < NPM_WITH_OMIT ? '--production' : '--omit=dev';
}

/**
 * Edits that make an installation leave dev dependencies out, and the project's own scripts that would fail without
 * them: none where it does so already.
 * @returns null when such scripts cannot be kept from running without losing those of the dependencies
 */
export function productionEdits(
  install: Install,
  manifest: Manifest | null,
  lock: Lock | null,
  major: number | null,
): Edit[] | null {
  if (install.production) return [];
  const { command, node } = install;
  const flag = productionFlag(install, major);
  const contrary = node.options.filter(
    ({ name, value }) =>
      (/^--(production|prod)$/.test(name) && value === 'false') ||
      /^--no-prod(uction)?$/.test(name) ||
      (/^--(include|also)$/.test(name) && value?.startsWith('dev') === true),
  );
  const end = command.words.at(-1)?.range.end ?? command.range.end;
  const edits: Edit[] = contrary.map(({ range }, index) => ({ range, text: index === 0 ? flag : '' }));
  if (contrary.length === 0) edits.push({ range: { start: end, end }, text: ` ${flag}` });
  const failing = manifest === null ? [] : failingWithoutDev(manifest, lock);
  if (failing.length === 0 || node.options.some(({ name }) => name === '--ignore-scripts')) return edits;
  if (lock?.productionScripts.length === 0)
    return [...edits, { range: { start: end, end }, text: ' --ignore-scripts' }];
  if (node.folder !== null || node.workspaces || (major !== null && major < NPM_WITH_OMIT)) return null;
  const start = command.range.start;
  const keys = failing.map(({ name }) => `scripts.${name}`).join(' ');
  return [{ range: { start, end: start }, text: `npm pkg delete ${keys} && ` }, ...edits];
}

/** A RUN that takes dev dependencies away after a build; null where the tool has no such command. */
export function pruneLine(install: Install, major: number | null): string | null {
  const { node } = install;
  if (node.folder !== null || node.workspaces) return null;
  if (node.tool === 'pnpm') return 'RUN CI=true pnpm prune --prod --ignore-scripts';
  return node.tool === 'npm' ? `RUN npm prune ${productionFlag(install, major)}` : null;
}
