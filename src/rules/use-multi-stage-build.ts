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
    const base = target.rootBase?.reference?.familiarName ?? '';
    if (!TOOLCHAINS.has(base)) return;
    for (let stage: StageFacts | null = target; stage !== null; stage = stage.parent) {
      const command = buildIn(stage);
      if (command === null) continue;
      return report({
        at: command.word?.range ?? command.instruction.at,
        message: `\`${command.program ?? ''}\` builds here on \`${base}\`, and the whole toolchain is shipped: build in a stage of its own and copy only what comes out.`,
      });
    }
  },

  invalid: [{ text: 'FROM golang:1.26\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n', lines: [3] }],
  valid: [
    {
      text: 'FROM golang:1.26 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
    },
    { text: 'FROM python:3.13-slim\nRUN pip install make\n' },
  ],
});

function buildIn(stage: StageFacts): Command | null {
  for (const { keyword, commands, place } of stage.instructions) {
    if (keyword !== 'RUN' || place.isTrigger) continue;
    const found = commands.find(({ program, args }) => {
      const builds = BUILDS[program?.replace(/w$/, '') ?? ''];
      return builds !== undefined && args.some(({ value }) => builds.includes(value ?? ''));
    });
    if (found !== undefined) return found;
  }
  return null;
}
