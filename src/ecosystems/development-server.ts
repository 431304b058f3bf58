import type { Setup } from '../model/setup.ts';
import { finalCommands, type StartedCommand } from './started-commands.ts';

interface Kind {
  /** matched with the command's words, one blank between them */
  command: RegExp;
  instead: string;
}

const WSGI = 'a WSGI server such as gunicorn serves the same application';
const BUILT = 'build it when the image is built, and start what the build makes';
const STATIC = 'build it when the image is built, and let a web server serve the files';

/** From the tools' own documentation, which says of each that it is meant for development. */
const KINDS: Kind[] = [
  { command: /^flask (.* )?run\b|^python[\d.]* -m flask (.* )?run\b/, instead: WSGI },
  { command: /^quart (.* )?run\b/, instead: 'an ASGI server such as hypercorn serves the same application' },
  {
    command: /\bmanage\.py runserver(_plus)?\b|^manage\.py runserver|^django-admin (.* )?runserver\b/,
    instead: 'gunicorn or uvicorn serves the project by its wsgi or asgi module',
  },
  {
    command: /^(python[\d.]* -m )?(uvicorn|hypercorn|gunicorn|granian|daphne) .*--reload\b/,
    instead: 'leave `--reload` out',
  },
  {
    command: /^(python[\d.]* -m )?fastapi dev\b/,
    instead: '`fastapi run` or uvicorn serves the same application',
  },
  { command: /^(nodemon|node-dev|ts-node-dev|tsnd|supervisor)\b/, instead: 'start the program with `node`' },
  {
    command: /^node (.* )?--watch\b|^tsx (.* )?watch\b/,
    instead: 'start the program with `node`, without watching',
  },
  { command: /^next dev\b/, instead: 'run `next build` when the image is built, and start `next start`' },
  {
    command: /^nux(t|i) dev\b/,
    instead: 'run `nuxt build` when the image is built, and start `node .output/server/index.mjs`',
  },
  {
    command: /^nest start (.* )?--(watch|debug)\b/,
    instead: 'run `nest build` when the image is built, and start `node dist/main`',
  },
  {
    command: /^(astro|remix|react-router|svelte-kit|gatsby|wrangler) (vite:)?(dev|develop)\b/,
    instead: BUILT,
  },
  { command: /^vite( dev| serve|(?= -)|$)/, instead: STATIC },
  { command: /^vite preview\b/, instead: 'a web server serves the built files' },
  { command: /^(react-scripts|craco) start\b|^ng (serve|s)\b|^vue-cli-service serve\b/, instead: STATIC },
  {
    command: /^webpack (serve|s)\b|^webpack-dev-server\b|^(parcel|snowpack dev)\b(?! build)/,
    instead: STATIC,
  },
];

/**
 * Says in one sentence that the start command is a development server, and what to use instead; null when it is none
 * that is known. It is only told: another server is another program, and that is the user's to choose.
 */
export function developmentServer(setup: Setup): string | null {
  for (const started of finalCommands(setup)) {
    const text = started.words.join(' ');
    const kind = KINDS.find(({ command }) => command.test(text));
    if (kind !== undefined) return sentence(started, text, kind.instead);
    const file = startedFile(setup, started.words);
    if (file !== null) return sentence(started, text, file.instead, ` (it calls ${file.call})`);
  }
  return null;
}

function sentence({ through }: StartedCommand, text: string, instead: string, calls = ''): string {
  const way = text.includes(through) || through.includes(text) ? '' : ` (by \`${through}\`)`;
  return `The start command is a development server, \`${text}\`${way}${calls}: ${instead}.`;
}

/** A Python file that starts such a server itself. */
function startedFile(setup: Setup, words: readonly string[]): { call: string; instead: string } | null {
  if (!/^python[\d.]*$/.test(words[0] ?? '')) return null;
  const module = words.indexOf('-m');
  const path =
    module > 0
      ? `${(words[module + 1] ?? '').replaceAll('.', '/')}.py`
      : words.slice(1).find((word) => word.endsWith('.py'));
  if (path === undefined) return null;
  const name = path.replace(/^(\.?\/)+/, '');
  const found = (setup.facts.source.developmentServers ?? []).find(
    (one) => one.path === name || one.path.endsWith(`/${name}`) || name.endsWith(`/${one.path}`),
  );
  if (found === undefined) return null;
  return { call: found.call, instead: /reload/.test(found.call) ? 'leave `reload` out' : WSGI };
}
