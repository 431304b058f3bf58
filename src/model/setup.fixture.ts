import type { ChangeExample } from './change.ts';
import type { Facts } from './facts.ts';
import { DEFAULT_CHOICES, type Setup } from './setup.ts';
import { parseYaml } from '../syntax/yaml/index.ts';

const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const ENV_EXAMPLE_NAMES = ['.env.example', 'env.example'];

/** A setup of these files, of which nothing was observed. */
export function setupOf(texts: Record<string, string>, facts?: ChangeExample['facts']): Setup {
  const files = new Map(Object.entries(texts));
  const compose = COMPOSE_NAMES.find((name) => files.has(name)) ?? null;
  const unobserved: Facts = {
    context: contextOf(texts),
    source: { variables: [], routes: [], commands: [], libraries: [] },
    project: null,
    bases: [],
    image: null,
    run: null,
  };
  return {
    paths: {
      dockerfile: 'Dockerfile',
      context: '',
      ignore: '.dockerignore',
      compose,
      service: compose === null ? null : builderIn(files.get(compose) ?? ''),
      envExample: ENV_EXAMPLE_NAMES.find((name) => files.has(name)) ?? 'env.example',
    },
    files,
    facts: facts?.(unobserved) ?? unobserved,
    choices: DEFAULT_CHOICES,
  };
}

function contextOf(texts: Record<string, string>): Facts['context'] {
  const folders = Object.keys(texts).flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [
    ...[...new Set(folders)].map((path) => ({ path, bytes: 0, kind: 'directory' as const })),
    ...Object.entries(texts).map(([path, text]) => ({ path, bytes: text.length, kind: 'file' as const })),
  ];
}

function builderIn(compose: string): string | null {
  const services = parseYaml(compose).get(['services']);
  const [name = null] = Object.entries((services ?? {}) as Record<string, object>).find(
    ([, service]) => 'build' in service,
  ) ?? [null];
  return name;
}
