import {
  defineRule,
  insertInstruction,
  languageCallOf,
  settingOf,
  variableIn,
  type Command,
  type DockerfileFacts,
} from '../lint/index.ts';
import { TELEMETRY, type Telemetry } from './installers/telemetry.ts';

export const telemetryOptOut = defineRule({
  id: 'telemetry-opt-out',
  title: 'Tell tools not to report from builds',
  why: 'Some tools send data about the project and the machine to their makers unless told not to. From a build that says nothing useful, needs a network that builds often don’t have, and may be against the rules of the place where it runs.',
  remedy: 'Set the variable that the tool documents, before it runs for the first time.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-telemetry-opt-out'] },
  links: ['https://nextjs.org/telemetry', 'https://learn.microsoft.com/dotnet/core/tools/telemetry'],

  dockerfile(file, { report }) {
    let scripts: ReadonlyMap<string, string> | undefined;
    const told = new Map<object, Set<Telemetry>>();
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN' || instruction.stage === null) continue;
      for (const command of instruction.commands) {
        const program = runBy(command, () => (scripts ??= scriptsOf(file)));
        const found = program === null ? undefined : TELEMETRY.find(({ programs }) => programs.test(program));
        if (found === undefined || isOptedOut(command, found)) continue;
        const seen = told.get(instruction.stage) ?? new Set();
        if (seen.has(found)) continue;
        told.set(instruction.stage, seen.add(found));
        report({
          at: (command.word ?? command.shell).range,
          message: `This runs ${found.tool}, which reports how it is used: set \`${found.variable}=${found.value}\` before it.`,
          fix: () =>
            instruction.place.isTrigger
              ? null
              : insertInstruction(command, `ENV ${found.variable}=${found.value}`),
        });
      }
    }
  },

  invalid: [
    {
      text: 'FROM node:24\nCOPY . .\nRUN npx next build\n',
      lines: [3],
      fixed: 'FROM node:24\nCOPY . .\nENV NEXT_TELEMETRY_DISABLED=1\nRUN npx next build\n',
    },
    {
      text: 'FROM node:24\nCOPY . .\nRUN npm run build\n',
      files: { 'package.json': '{"scripts":{"build":"next build"}}' },
      lines: [3],
      fixed: 'FROM node:24\nCOPY . .\nENV NEXT_TELEMETRY_DISABLED=1\nRUN npm run build\n',
    },
    {
      text: 'FROM mcr.microsoft.com/dotnet/sdk:9.0\nRUN dotnet restore\nRUN dotnet publish\n',
      lines: [2],
      fixed:
        'FROM mcr.microsoft.com/dotnet/sdk:9.0\nENV DOTNET_CLI_TELEMETRY_OPTOUT=1\nRUN dotnet restore\nRUN dotnet publish\n',
    },
  ],
  valid: [
    { text: 'FROM node:24\nENV NEXT_TELEMETRY_DISABLED=1\nRUN npx next build\n' },
    { text: 'FROM node:24\nRUN npm run build\n', files: { 'package.json': '{"scripts":{"build":"tsc"}}' } },
    { text: 'FROM node:24\nRUN GATSBY_TELEMETRY_DISABLED=1 npx gatsby build\n' },
  ],
});

/** The program that a command runs, through npx and through the scripts of package.json. */
function runBy(command: Command, scripts: () => ReadonlyMap<string, string>): string | null {
  const { program, args } = command;
  if (program === null || !/^(?:npx|bunx|pnpx|npm|yarn|pnpm|bun)$/.test(program)) return program;
  const words = args.flatMap(({ value }) => (value === null || value.startsWith('-') ? [] : value));
  if (program.endsWith('x')) return nameOf(words[0]);
  const call = languageCallOf(command);
  if (call?.action !== 'run') return null;
  const [verb = '', next] = words;
  if (/^(?:exec|x|dlx)$/.test(verb)) return nameOf(next);
  const script = /^(?:run|run-script)$/.test(verb) ? next : verb;
  return scripts().get(script ?? '') ?? (program === 'yarn' || program === 'pnpm' ? nameOf(script) : null);
}

const nameOf = (word: string | undefined): string | null => word?.replace(/(?!^)@.*$/, '') ?? null;

/** The first known tool in each script of package.json. */
function scriptsOf(file: DockerfileFacts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const text = file.around.read('package.json');
  if (text === null) return found;
  let scripts: unknown;
  try {
    scripts = (JSON.parse(text) as { scripts?: unknown } | null)?.scripts;
  } catch {
    return found;
  }
  for (const [name, script] of Object.entries(scripts ?? {})) {
    const program = String(script)
      .split(/[\s;&|]+/)
      .find((word) => TELEMETRY.some(({ programs }) => programs.test(word)));
    if (program !== undefined) found.set(name, program);
  }
  return found;
}

const isOptedOut = (command: Command, { variable, others = [] }: Telemetry): boolean =>
  settingOf(command, variable, ...others) !== undefined ||
  variableIn(command.instruction, variable) !== undefined;
