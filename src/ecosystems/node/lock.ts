import { inContext, type Setup } from '../../model/setup.ts';
import type { Manifest } from './manifest.ts';
import { isObject, jsonObject } from './manifest.ts';

/** What a lock file tells about the installed packages. */
export interface Lock {
  /** programs in node_modules/.bin, and whether their package is installed for development only */
  programs: ReadonlyMap<string, { package: string; dev: boolean }>;
  /** packages that run scripts of their own when they are installed, those for development left out */
  productionScripts: readonly string[];
}

/**
 * npm's own lock file beside a package.json (versions 2 and 3 describe each package; format: npm's package-lock.json
 * documentation). Those of yarn and pnpm do not name programs.
 * @returns null when there is none, or an older one
 */
export function npmLock(setup: Setup, { folder }: Manifest): Lock | null {
  const at = (name: string) => inContext(setup, folder === '' ? name : `${folder}/${name}`);
  const text = setup.files.get(at('npm-shrinkwrap.json')) ?? setup.files.get(at('package-lock.json'));
  const packages = jsonObject(text)?.['packages'];
  if (!isObject(packages)) return null;
  const programs = new Map<string, { package: string; dev: boolean }>();
  const productionScripts: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (!isObject(entry) || path === '') continue;
    const dev = entry['dev'] === true;
    if (entry['hasInstallScript'] === true && !dev)
      productionScripts.push(path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    if (name === undefined) continue;
    const bin = entry['bin'];
    const names = isObject(bin) ? Object.keys(bin) : typeof bin === 'string' ? [bareName(name)] : [];
    for (const program of names) programs.set(program, { package: name, dev });
  }
  return { programs, productionScripts };
}

const bareName = (name: string): string => name.slice(name.indexOf('/') + 1);

/** Programs whose package has another name. */
const PACKAGE_OF: Record<string, string> = {
  tsc: 'typescript',
  tsserver: 'typescript',
  nest: '@nestjs/cli',
  ng: '@angular/cli',
  'vue-cli-service': '@vue/cli-service',
  swc: '@swc/cli',
  babel: '@babel/cli',
  'babel-node': '@babel/node',
  webpack: 'webpack-cli',
  remix: '@remix-run/dev',
  'remix-serve': '@remix-run/serve',
  'react-router': '@react-router/dev',
  'react-router-serve': '@react-router/serve',
  'svelte-kit': '@sveltejs/kit',
  tsnd: 'ts-node-dev',
  'run-s': 'npm-run-all',
  'run-p': 'npm-run-all',
  'pm2-runtime': 'pm2',
  medusa: '@medusajs/cli',
  strapi: '@strapi/strapi',
  redwood: '@redwoodjs/cli',
  playwright: '@playwright/test',
  'sentry-cli': '@sentry/cli',
  docusaurus: '@docusaurus/core',
};

/** Whether a program comes from one of the project's packages, so that it lies in `node_modules/.bin`. */
export function isPackageProgram(manifest: Manifest, lock: Lock | null, program: string): boolean {
  const name = PACKAGE_OF[program] ?? program;
  return (
    lock?.programs.has(program) === true ||
    Object.hasOwn(manifest.dependencies, name) ||
    Object.hasOwn(manifest.devDependencies, name)
  );
}

/** Whether a program is there only as long as dev dependencies are installed; by the lock file, else by names. */
export function isDevProgram(manifest: Manifest, lock: Lock | null, program: string): boolean {
  const locked = lock?.programs.get(program);
  if (locked !== undefined) return locked.dev;
  const name = PACKAGE_OF[program] ?? program;
  return Object.hasOwn(manifest.devDependencies, name) && !Object.hasOwn(manifest.dependencies, name);
}
