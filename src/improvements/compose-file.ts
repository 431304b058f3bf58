import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withFile, type Setup } from '../model/setup.ts';
import { startsNothing } from '../ecosystems/starts-nothing.ts';
import { shippedStage } from '../model/stages.ts';

const PATH = 'compose.yaml';
const SERVICE = 'app';

export const composeFile: Change = {
  id: 'compose-file',
  title: 'A compose file that says how to run it',
  why: 'Ports, variables, limits and rights belong in a file that everyone starts it from, not in a remembered command.',
  class: 'needs-proof',
  rungs: ['one-service'],
  examples: [
    {
      name: 'the port of EXPOSE',
      before: { Dockerfile: 'FROM python:3.13-slim\nEXPOSE 8000\nCMD ["python", "app.py"]\n' },
      after: {
        'compose.yaml': 'services:\n  app:\n    build: .\n    ports:\n      - "8000:8000"\n',
      },
    },
    {
      name: 'nothing to run',
      before: { Dockerfile: 'FROM python:3.13-slim\nRUN pip install flask\n' },
      after: {},
    },
  ],

  apply(setup) {
    const { compose } = setup.paths;
    if (compose !== null)
      return notNeeded(
        setup.paths.service === null ? `no service of ${compose} builds this Dockerfile` : 'there is one',
      );
    const nothing = startsNothing(setup);
    if (nothing !== null) return notNeeded(nothing);
    const ports = publishedPorts(setup);
    const lines = [`services:`, `  ${SERVICE}:`, ...buildLines(setup)];
    if (ports.length > 0) lines.push('    ports:', ...ports.map((port) => `      - "${port}:${port}"`));
    const paths = { ...setup.paths, compose: PATH, service: SERVICE };
    return applied(
      withFile({ ...setup, paths }, PATH, `${lines.join('\n')}\n`),
      ports.length > 0 ? `it listens on ${ports.join(', ')}` : 'it listens on no port that is known',
    );
  },
};

/** What was seen to listen, else what EXPOSE names. */
function publishedPorts(setup: Setup): string[] {
  const { run } = setup.facts;
  if (run?.kind === 'job') return [];
  if (run !== null && run.ports.length > 0) return run.ports.map(String);
  const exposed = (shippedStage(dockerfileOf(setup))?.instructions ?? [])
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap(({ words }) => words.map(({ value }) => /^(\d+)(\/tcp)?$/i.exec(value)?.[1]));
  return [...new Set(exposed.filter((port) => port !== undefined))];
}

function buildLines({ paths: { context, dockerfile, target } }: Setup): string[] {
  const folder = context === '' ? '.' : `./${context}`;
  const below = context === '' ? dockerfile : relativeTo(context, dockerfile);
  const more = [
    ...(below === 'Dockerfile' ? [] : [`      dockerfile: ${scalar(below)}`]),
    ...(target ? [`      target: ${scalar(target)}`] : []),
  ];
  if (more.length === 0) return [`    build: ${scalar(folder)}`];
  return ['    build:', `      context: ${scalar(folder)}`, ...more];
}

const scalar = (path: string): string => (/^[\w./-]+$/.test(path) ? path : JSON.stringify(path));

function relativeTo(folder: string, path: string): string {
  if (path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  return `${'../'.repeat(folder.split('/').length)}${path}`;
}
