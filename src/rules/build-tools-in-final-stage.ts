import {
  defineRule,
  osCallsIn,
  packagesOf,
  type InstructionFacts,
  type OsCall,
  type PackageWord,
} from '../lint/index.ts';
import { isBuildOnly } from '../ecosystems/os/build-only.ts';
import { hasOption, valuesOf } from '../syntax/shell/index.ts';
import { isForUse, isShipped } from './installers/stages.ts';
import { listed } from './installers/visits.ts';

export const buildToolsInFinalStage = defineRule({
  id: 'build-tools-in-final-stage',
  title: 'Ship no compilers and headers',
  why: 'Compilers, headers and git are large (build-essential alone takes 337 MB on Debian 13), their packages have weaknesses that turn up in every scan, and they are what somebody who breaks in needs next. What they make runs without them.',
  remedy:
    'Compile in a stage of its own and copy the result, together with the libraries that it needs at run time (`libpq5` for `libpq-dev`); or remove the packages in the RUN that installs them.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 3,
  aliases: {},
  links: ['https://docs.docker.com/build/building/multi-stage/'],

  dockerfile(file, { report }) {
    if (!isForUse(file)) return;
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN' || !isShipped(instruction)) continue;
      const removed = removedIn(instruction);
      for (const call of osCallsIn(instruction)) {
        if (call.action !== 'install' || isRemoved(call, removed)) continue;
        const found = packagesOf(call).filter((one) => isLeft(one, removed));
        const [first] = found;
        if (first === undefined) continue;
        report({
          at: first.word.range,
          message: `${listed(found.map(({ name }) => name ?? ''))} ${found.length === 1 ? 'serves' : 'serve'} mostly to build, and ${found.length === 1 ? 'goes' : 'go'} into the shipped image: build in a stage of its own and copy the result.`,
        });
      }
    }
  },

  invalid: [
    {
      text: 'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y \\\n    curl \\\n    gcc \\\n    libpq-dev\n',
      lines: [4],
    },
    { text: 'FROM alpine:3.22\nRUN apk add --no-cache build-base\n', lines: [2] },
  ],
  valid: [
    {
      text: 'FROM python:3.13 AS build\nRUN apt-get install -y gcc\nFROM python:3.13-slim\nCOPY --from=build /venv /venv\n',
    },
    {
      text: 'FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc musl-dev && make install && apk del .build\n',
    },
    {
      text: 'FROM debian:13\nRUN apt-get install -y gcc && make && apt-get purge -y --auto-remove gcc\n',
    },
    {
      text: "FROM debian:13\nRUN apt-get install -y gcc && make && apt-mark auto '.*' > /dev/null && apt-get purge -y --auto-remove\n",
    },
    { text: 'FROM debian:13 AS dev\nRUN apt-get install -y gcc gdb\n' },
  ],
});

/** The names that the RUN takes away again; null where it is told by a variable. */
function removedIn(instruction: InstructionFacts): ReadonlySet<string | null> {
  const calls = osCallsIn(instruction).filter(({ action }) => action === 'remove');
  const names = calls.flatMap(({ operands }) => operands.map(({ value }) => value));
  // `apt-mark auto` and what takes unneeded packages away: which ones cannot be seen
  const isMarked = instruction.commands.some(
    ({ program, args }) => program === 'apt-mark' && args[0]?.value === 'auto',
  );
  return new Set(isMarked && calls.length > 0 ? [...names, null] : names);
}

/** What is taken away by the name of a group (`apk del .build`), or by names that are not known (`$BUILD_DEPS`). */
const isRemoved = ({ options }: OsCall, removed: ReadonlySet<string | null>): boolean =>
  removed.has(null) ||
  (hasOption(options, '-t', '--virtual') &&
    valuesOf(options, '-t', '--virtual').some((name) => removed.has(name)));

const isLeft = ({ name, kind }: PackageWord, removed: ReadonlySet<string | null>): boolean =>
  kind === 'package' && name !== null && isBuildOnly(name) && !removed.has(name);
