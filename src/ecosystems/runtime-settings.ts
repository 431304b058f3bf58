import { composeService } from '../model/compose-service.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { is, lastOf } from '../model/stages.ts';
import { envPairs, type Stage } from '../syntax/dockerfile/index.ts';
import { startOf } from './node/start.ts';
import { lowestBase } from './os/install-line.ts';

/** A variable that a program's run-time system reads and that is the same in every container. */
export interface RuntimeSetting {
  name: string;
  value: string;
  /** installations behave otherwise with it, so that it has to come after them */
  readByInstalls: boolean;
}

/** https://docs.python.org/3/using/cmdline.html#environment-variables */
const PYTHON: readonly RuntimeSetting[] = [
  { name: 'PYTHONDONTWRITEBYTECODE', value: '1', readByInstalls: false },
  { name: 'PYTHONUNBUFFERED', value: '1', readByInstalls: false },
];
/** https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production */
const NODE: readonly RuntimeSetting[] = [{ name: 'NODE_ENV', value: 'production', readByInstalls: true }];

const PYTHON_PROGRAM =
  /(^|[\s"'/])(python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|celery|flask|rq|django-admin|streamlit|fastapi)(["'\s]|$)/;
const NODE_PROGRAM = /(^|[\s"'/])(node|npm|npx|yarn|pnpm|next|nuxt)(["'\s]|$)/;
const DEVELOPMENT =
  /\b(nodemon|ts-node-dev|webpack-dev-server|react-scripts start|vite(?! preview\b)|(next|nuxt|astro|nest) (dev|start --watch)|ng serve|vue-cli-service serve)\b|--(watch|inspect)\b|\b(run |yarn |pnpm )?(dev|develop|serve:dev|start:dev)\b/;

/** The settings that the program of the shipped stage would profit from and that nothing sets yet. */
export function missingSettings(setup: Setup, stage: Stage): RuntimeSetting[] {
  const base = lowestBase(dockerfileOf(setup), stage);
  const start = startText(setup, stage);
  const isPython = /(^|\/)python(:|@|$)/.test(base) || PYTHON_PROGRAM.test(start);
  const isNode = /(^|\/)node(:|@|$)/.test(base) || NODE_PROGRAM.test(start);
  const wanted = [
    ...(isPython ? PYTHON : []),
    ...(isNode && !isPython && isProductionStart(setup) ? NODE : []),
  ];
  const set = namesSet(setup, stage);
  return wanted.filter(({ name }) => !set.has(name));
}

/** What is started, by the Dockerfile and by compose; a health check is no program of its own. */
function startText(setup: Setup, stage: Stage): string {
  const service = composeService(setup);
  return [
    ...['ENTRYPOINT', 'CMD'].map((keyword) => {
      const one = lastOf(stage, keyword);
      return one?.json?.join(' ') ?? one?.argument ?? '';
    }),
    ...[service?.entrypoint ?? [], service?.command ?? []].flat(),
  ].join('\n');
}

/** A start command that is no development server, followed through the scripts of package.json. */
function isProductionStart(setup: Setup): boolean {
  const { commands, manifest } = startOf(setup);
  const texts = commands.map(({ words }) => words.join(' '));
  const isUnknown = manifest === null && texts.some((text) => /(^|\s)(npm|yarn|pnpm)\s/.test(`${text} `));
  return texts.length > 0 && !isUnknown && !texts.some((text) => DEVELOPMENT.test(text));
}

/** By the stages that it stands on, by the base, or by the compose service. */
function namesSet(setup: Setup, stage: Stage): Set<string> {
  const tree = dockerfileOf(setup);
  const names = new Set(Object.keys(setup.facts.image?.base.env ?? {}));
  for (const { name } of composeService(setup)?.environment.entries ?? []) names.add(name);
  for (let current: Stage | undefined = stage; current !== undefined;) {
    for (const one of current.instructions)
      if (is(one, 'ENV')) for (const { name } of envPairs(one)) names.add(name);
    const below: string = current.base.toLowerCase();
    const index: number = current.index;
    current = tree.stages.find((other) => other.index < index && other.name === below);
  }
  return names;
}
