import type { Setup } from '../model/setup.ts';
import { dockerfileOf } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import type { Instruction } from '../syntax/dockerfile/index.ts';
import { healthCheckTest } from '../model/compose-service.ts';

/** How to ask a program whether it is well, from within its own container. */
export interface HealthProbe {
  port: number;
  path: string;
  /** argv; exit 0 = healthy */
  command: string[];
}

/** Paths that programs answer health checks on, the most telling first. */
const HEALTH_PATHS = [
  '/health',
  '/healthz',
  '/healthcheck',
  '/api/health',
  '/livez',
  '/ready',
  '/readyz',
  '/ping',
  '/status',
];

/** The health route among a program's routes, or null. */
export function healthRoute(routes: readonly string[]): string | null {
  const plain = (route: string) => route.replace(/\/+$/, '') || '/';
  for (const path of HEALTH_PATHS) {
    const found = routes.find((route) => plain(route) === path || plain(route).endsWith(path));
    if (found !== undefined) return found;
  }
  return null;
}

/** An address with its port and path; curl and wget want no scheme. */
const ADDRESS =
  /(?:http:\/\/[^/\s"']+?|(?<=[\s"',])(?:localhost|127\.0\.0\.1|0\.0\.0\.0))(?::(\d+))?(\/[^\s"'|;&)$]*)?(?=[\s"'|;&)]|$)/;

/** Whether it can be read what a check asks for. */
export const namesAddress = (check: string): boolean => ADDRESS.test(check);

/**
 * Which address to ask, from the old check, else from what was observed, else from the source; and how, with a
 * program that the image has anyway. 127.0.0.1, never localhost, which may be IPv6 first.
 */
export function probeOf(setup: Setup, existing: Instruction | null): HealthProbe | null {
  const { run, source } = setup.facts;
  const check = existing?.argument ?? healthCheckTest(setup) ?? '';
  if (check.includes('https://')) return null;
  const asked = ADDRESS.exec(check);
  if (asked === null && !speaksHttp(setup)) return null;
  const port = Number(asked?.[1] ?? 0) || run?.ports[0] || exposedPort(setup);
  if (!port) return null;
  const path = asked?.[2] ?? run?.healthPath ?? healthRoute(source.routes) ?? '/';
  // an address that was never seen to answer 2xx is only asked whether it answers at all
  const known = asked !== null || run?.healthPath === path || (run === null && path !== '/');
  const command = commandFor(setup, `http://127.0.0.1:${port}${path}`, known);
  return command === null ? null : { port, path, command };
}

/** Programs that serve HTTP, by the names that they are started under. */
const HTTP_SERVERS =
  /(^|[/\s"'])(gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|uwsgi|flask|streamlit|runserver|next|nuxt|astro|vite|serve|http-server|json-server|react-router-serve|remix-serve)(?=[\s"',]|$)/;

/** An exposed port may be of any protocol: it was seen to answer, or the program's text has routes, or it is a known server. */
function speaksHttp(setup: Setup): boolean {
  const { run, source } = setup.facts;
  if (run !== null) return run.healthStatus !== null;
  const stage = shippedStage(dockerfileOf(setup));
  const start = stage?.instructions.filter((one) => is(one, 'CMD', 'ENTRYPOINT')) ?? [];
  return source.routes.length > 0 || start.some(({ argument }) => HTTP_SERVERS.test(argument));
}

function exposedPort(setup: Setup): number {
  const stage = shippedStage(dockerfileOf(setup));
  const ports = stage?.instructions
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap(({ words }) => words);
  const tcp = ports?.find(({ value }) => /^\d+(\/tcp)?$/i.test(value))?.value ?? '';
  return Number.parseInt(tcp, 10) || 0;
}

/** Seconds within the probe, below the check's own limit, so that the probe tells and not the engine. */
const LIMIT = 8;

function commandFor(setup: Setup, url: string, wantsSuccess: boolean): string[] | null {
  const programs = shippedPrograms(setup);
  const python = ['python', 'python3'].find((name) => programs.has(name));
  const node = programs.has('node') ? nodeCheck(url, wantsSuccess) : null;
  if (node !== null && (python === undefined || isOfNode(setup))) return node;
  return python === undefined ? null : [python, '-c', pythonCheck(url, wantsSuccess)];
}

/** Full Node images have a Python too, which serves their builds alone. */
const isOfNode = (setup: Setup): boolean =>
  /(^|\/)node[:@]/.test(`${shippedStage(dockerfileOf(setup))?.base ?? ''}:`);

/** Names of the programs that are there where it ships: what a full base had, its slim variant may lack. */
function shippedPrograms(setup: Setup): ReadonlySet<string> {
  const base = shippedStage(dockerfileOf(setup))?.base ?? '';
  const byName = /([^/:@]+)(?:[:@]|$)/.exec(base.slice(base.lastIndexOf('/') + 1))?.[1] ?? '';
  const { image, bases } = setup.facts;
  if (image === null) return new Set([byName]);
  const moved = bases.find(
    ({ purpose, resolved, reference }) => purpose === 'slim' && resolved === base && reference !== base,
  );
  if (moved === undefined) return new Set(image.commands);
  const ofBase = new Set(image.base.commands);
  const added = image.commands.filter((name) => !ofBase.has(name));
  return new Set([...(moved.contents?.commands ?? [byName]), ...added]);
}

function pythonCheck(url: string, wantsSuccess: boolean): string {
  if (wantsSuccess) return `import urllib.request; urllib.request.urlopen('${url}', timeout=${LIMIT})`;
  const { host, pathname } = splitUrl(url);
  return `import http.client as h; c = h.HTTPConnection('${host}', timeout=${LIMIT}); c.request('GET', '${pathname}'); exit(c.getresponse().status >= 500)`;
}

/** Without fetch: Node has it from 18 on, and many images are older. */
function nodeCheck(url: string, wantsSuccess: boolean): string[] {
  const test = `r.statusCode < ${wantsSuccess ? 400 : 500}`;
  return [
    'node',
    '-e',
    `setTimeout(() => process.exit(1), ${LIMIT * 1000}); require('http').get('${url}', (r) => process.exit(${test} ? 0 : 1)).on('error', () => process.exit(1))`,
  ];
}

function splitUrl(url: string): { host: string; pathname: string } {
  const [, host = '', pathname = '/'] = /^http:\/\/([^/]+)(\/.*)?$/.exec(url) ?? [];
  return { host, pathname };
}
