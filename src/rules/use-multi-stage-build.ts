import { defineRule, type Command, type StageFacts } from '../lint/index.ts';

/** Images that are there to compile, which a compiled program does not need. */
const TOOLCHAINS = new Set(
  'golang rust maven gradle gcc haskell swift mcr.microsoft.com/dotnet/sdk'.split(' '),
);
/** What builds there: program and first argument. */
const BUILDS: Readonly<Record<string, readonly string[]>> = {
  go: ['build', 'install'],
  cargo: ['build', 'install'],
  mvn: ['package', 'install', 'verify'],
  gradle: ['build', 'assemble', 'bootJar'],
  dotnet: ['publish', 'build'],
  swift: ['build'],
};
const INSTALLERS = new Set(['apt-get', 'apt', 'apk', 'yum', 'dnf', 'microdnf']);
const BUILD_TOOLS = new Set(
  'build-essential build-base gcc g++ clang make cmake autoconf automake python3-dev python-dev libpq-dev musl-dev gcc-c++'.split(
    ' ',
  ),
);
const REMOVES = /^(?:purge|remove|autoremove|del|erase)$/;

export const useMultiStageBuild = defineRule({
  id: 'use-multi-stage-build',
  title: 'Building and running in stages of their own',
  why: 'A stage that both builds and runs ships compilers, headers and sources: hundreds of megabytes that nobody runs and that an intruder is glad of.',
  remedy:
    'Build in a first stage and copy what comes out into a second one. `shipshape improve` does it by what the build was seen to write.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 3,
  aliases: { tally: ['tally/prefer-multi-stage-build'] },
  links: ['https://docs.docker.com/build/building/multi-stage/'],

  dockerfile({ target, isFragment }, { report }) {
    if (target === null || isFragment) return;
    for (let stage: StageFacts | null = target; stage !== null; stage = stage.parent) {
      const found = buildIn(stage, TOOLCHAINS.has(target.rootBase?.reference?.familiarName ?? ''));
      if (found === null) continue;
      const { command, what } = found;
      return report({
        at: command.word?.range ?? command.instruction.at,
        message: `${what}, and all of it is shipped: build in a stage of its own and copy only what comes out.`,
      });
    }
  },

  invalid: [
    { text: 'FROM golang:1.26\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n', lines: [3] },
    {
      text: 'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev\nCMD ["app"]\n',
      lines: [2],
    },
  ],
  valid: [
    {
      text: 'FROM golang:1.26 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
    },
    {
      text: 'FROM python:3.13-slim\nRUN apk add --no-cache --virtual .b gcc && pip install x && apk del .b\n',
    },
    { text: 'FROM python:3.13-slim\nRUN pip install make\n' },
  ],
});

function buildIn(stage: StageFacts, isToolchain: boolean): { command: Command; what: string } | null {
  for (const { keyword, commands, place } of stage.instructions) {
    if (keyword !== 'RUN' || place.isTrigger) continue;
    for (const command of commands) {
      const { program, args } = command;
      const words = args.map(({ value }) => value ?? '');
      const builds = BUILDS[program?.replace(/w$/, '') ?? ''];
      if (isToolchain && builds !== undefined && words.some((word) => builds.includes(word)))
        return { command, what: `\`${program ?? ''}\` builds on ${stage.rootBase?.text ?? 'a toolchain'}` };
      if (program === null || !INSTALLERS.has(program)) continue;
      const tool = words.some((word) => word === 'install' || word === 'add')
        ? words.find((word) => BUILD_TOOLS.has(word))
        : undefined;
      const cleansUp = commands.some(
        (other) =>
          other.index > command.index &&
          other.program !== null &&
          INSTALLERS.has(other.program) &&
          other.args.some(({ value }) => REMOVES.test(value ?? '')),
      );
      if (tool !== undefined && !cleansUp) return { command, what: `\`${tool}\` is installed to build with` };
    }
  }
  return null;
}
