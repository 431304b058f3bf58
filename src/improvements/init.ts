import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeHasInit } from '../model/compose-service.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { lastOf, shippedStage } from '../model/stages.ts';
import { addRuntimePackage } from '../ecosystems/os/add-package.ts';
import { packageManagerOf } from '../ecosystems/os/install-line.ts';
import { signalsOnlyMaster } from '../ecosystems/init-mode.ts';
import { knownOfBase } from '../ecosystems/plain-base.ts';
import { argvOf, execForm, startsWithInit } from '../ecosystems/start-command.ts';
import { insertBefore, replaceInstruction } from '../syntax/dockerfile/index.ts';
import { applyEdits } from '../syntax/text.ts';

export const init: Change = {
  id: 'init',
  title: 'An init as process 1',
  why: 'Process 1 gets no default signal handlers and must reap orphans: an init forwards SIGTERM and leaves no zombies.',
  class: 'needs-proof',
  rungs: ['installed'],
  examples: [
    {
      name: 'in front of the command',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n' },
      after: {
        Dockerfile: `FROM python:3.13-slim AS init
RUN apt-get update && apt-get install -y --no-install-recommends dumb-init

FROM python:3.13-slim
COPY --from=init /usr/bin/dumb-init /usr/bin/dumb-init
ENTRYPOINT ["dumb-init", "--"]
CMD ["python", "app.py"]
`,
      },
    },
    {
      name: 'an entry script stays the entry point',
      before: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx\nENTRYPOINT ["/entry.sh"]\nCMD ["nginx"]\n',
      },
      after: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y dumb-init nginx\nENTRYPOINT ["dumb-init", "--", "/entry.sh"]\nCMD ["nginx"]\n',
      },
    },
    {
      name: 'a master tells its workers itself',
      before: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y gunicorn\nCMD ["gunicorn", "app:app"]\n',
      },
      after: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y dumb-init gunicorn\nENTRYPOINT ["dumb-init", "--single-child", "--"]\nCMD ["gunicorn", "app:app"]\n',
      },
    },
    {
      name: 'a distribution whose packages are not known',
      before: { Dockerfile: 'FROM fedora:42\nCMD ["nginx"]\n' },
      after: {},
    },
    {
      name: 'a base that is not known may have an entry point',
      before: { Dockerfile: 'FROM public.ecr.aws/lambda/python:3.13\nCMD ["app.handler"]\n' },
      after: {},
    },
    {
      name: 'a list that is no JSON',
      before: { Dockerfile: "FROM debian:13-slim\nCMD ['nginx', '-g']\n" },
      after: {},
    },
    {
      name: 'there is one already',
      before: { Dockerfile: 'FROM debian:13-slim\nENTRYPOINT ["tini", "--"]\nCMD ["nginx"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    if (setup.facts.run?.kind === 'job') return notNeeded('it runs to its end by itself');
    if (composeHasInit(setup)) return notNeeded('compose sets `init: true`');
    const entrypoint = lastOf(stage, 'ENTRYPOINT');
    const cmd = lastOf(stage, 'CMD');
    const first = argvOf(entrypoint ?? cmd);
    if (startsWithInit(first) || startsWithInit(argvOf(cmd)))
      return notNeeded('it starts with an init already');
    if (startsWithInit(setup.facts.image?.base.entrypoint ?? null))
      return notNeeded('its base starts with an init');
    if (entrypoint !== null && entrypoint.json === null && cmd !== null)
      return notNeeded('CMD stands beside an ENTRYPOINT in shell form, which ignores it');
    if (first === null)
      return notNeeded('its start command needs a shell, which the init would have to stand behind');
    if (entrypoint === null && !knownOfBase(setup).all)
      return notNeeded('whether its base has an entry point of its own can only be observed on an engine');
    if (entrypoint === null && cmd === null) return notNeeded('it has no start command of its own');

    // Alpine has both; Debian's dumb-init is the smaller one (38 kB against 0.75 MB)
    const name = packageManagerOf(setup) === 'apk' ? 'tini' : 'dumb-init';
    const installed = addRuntimePackage(setup, name);
    if (installed === null) return notNeeded(`no way was found to install ${name} in the shipped stage`);
    const mode = name === 'dumb-init' && signalsOnlyMaster(setup, stage) ? ['--single-child'] : [];
    const behind = entrypoint === null ? baseEntryPoint(setup, first) : [];
    return applied(
      startWith(installed, [name, ...mode, '--', ...behind]),
      `process 1 was ${first[0]}`,
      ...(mode.length > 0 ? ['its master ends the workers itself: only it is told to stop'] : []),
    );
  },
};

/**
 * The base's own entry point, which the Dockerfile's would replace: it goes behind the init. That of the official Node
 * images only puts `node` in front of what is no command (docker-entrypoint.sh in nodejs/docker-node).
 */
function baseEntryPoint({ facts }: Setup, [program = '']: readonly string[]): readonly string[] {
  const base = facts.image?.base;
  const entrypoint = base?.entrypoint ?? [];
  const isNodes = entrypoint.join(' ') === 'docker-entrypoint.sh' && base?.env['NODE_VERSION'] !== undefined;
  const isCommand = /^(node|npm|npx|yarn|pnpm|sh)$|\//.test(program);
  return isNodes && isCommand ? [] : entrypoint;
}

function startWith(setup: Setup, program: readonly string[]): Setup {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  const entrypoint = stage && lastOf(stage, 'ENTRYPOINT');
  const cmd = stage && lastOf(stage, 'CMD');
  if (stage === null) return setup;
  const line = `ENTRYPOINT ${execForm([...program, ...(argvOf(entrypoint) ?? [])])}`;
  if (entrypoint !== null)
    return withDockerfile(setup, applyEdits(tree.source, replaceInstruction(tree, entrypoint, line)));
  if (cmd === null) return setup;
  return withDockerfile(setup, applyEdits(tree.source, insertBefore(tree, cmd, line)));
}
