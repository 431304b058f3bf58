import type { SourceFacts } from '../../model/facts.ts';
import { readJavaScript, type JavaScriptText } from './source/javascript-text.ts';
import { commandsOf, librariesOf } from './source/programs.ts';
import { routesOf } from './source/routes.ts';
import { variablesOf } from './source/variables.ts';

const JAVASCRIPT = /\.[cm]?[jt]sx?$|(^|\/)bin\/www$/;

/** A `database.config.ts` is the program's own. */
const BUILD_TOOLS =
  '(vite|webpack|rollup|babel|eslint|prettier|tailwind|postcss|next|nuxt|svelte|astro|playwright|cypress|tsup|esbuild|metro|stylelint|commitlint|lint-staged|release|craco|vue|drizzle|mikro-orm|react-router|remix|wdio|codegen|jsdoc|typedoc|swc|parcel|unbuild|tsdown)';

/** Tests, tools of the developer and other people's code: they do not run in the container. */
const NOT_THE_PROGRAM = new RegExp(
  [
    String.raw`(^|\/)(tests?|__tests__|__mocks__|specs?|e2e|cypress|playwright|fixtures|mocks|examples?|docs|bench|benchmarks?|scripts|tools|\.[^/]+|coverage|node_modules|bower_components|vendor|venv)\/`,
    String.raw`\.(test|spec|e2e-spec|stories|story|bench|d|min)\.[cm]?[jt]sx?$`,
    String.raw`(^|\/)([^/]*rc|gulpfile|Gruntfile|setupTests|(jest|vitest|karma)\.[\w.-]+|${BUILD_TOOLS}\.config)\.[cm]?[jt]s$`,
  ].join('|'),
);
/** What a build makes of the source; it is the program where there is nothing else. */
const BUILT = /(^|\/)(dist|build|out|\.next|\.nuxt|\.output|lib-cov)\//;
/** What is sent to browsers: `'use client'`, or files that are served as they are. */
const OF_BROWSERS = /(^|\/)(public|static|assets|wwwroot)\//;

/**
 * What the JavaScript and TypeScript files of a project tell about what it needs when it runs.
 * @param files texts by path relative to the project's folder; of others only package.json is looked at
 */
export function readNodeSource(files: ReadonlyMap<string, string>): SourceFacts {
  const texts = new Map<string, JavaScriptText>();
  for (const [path, source] of programOf(files)) texts.set(path, readJavaScript(path, source));
  const all = [...texts.values()];
  return {
    variables: variablesOf(texts),
    routes: routesOf(texts, files),
    commands: [...new Set(all.flatMap(commandsOf))],
    libraries: [...new Set(all.flatMap(librariesOf))],
  };
}

function programOf(files: ReadonlyMap<string, string>): [string, string][] {
  const program = [...files].filter(
    ([path, source]) =>
      JAVASCRIPT.test(path) &&
      !NOT_THE_PROGRAM.test(path) &&
      !OF_BROWSERS.test(path) &&
      !isForBrowsers(source),
  );
  const written = program.filter(([path]) => !BUILT.test(path));
  return written.length > 0 ? written : program;
}

const isForBrowsers = (source: string): boolean =>
  /^\s*(?:(?:\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)\s*)*(["'])use client\1/.test(source);
