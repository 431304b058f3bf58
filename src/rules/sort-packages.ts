import { defineRule, packagesOf, type OsCall, type PackageWord } from '../lint/index.ts';
import { onOsCalls } from './installers/visits.ts';

export const sortPackages = defineRule({
  id: 'sort-packages',
  title: 'Package lists in alphabetical order',
  why: 'In a sorted list a package is found at a glance, none stands there twice, and two people who add one each do not meet on the same line.',
  remedy: 'Write one package a line, in alphabetical order.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/sort-packages'] },
  links: ['https://docs.docker.com/build/building/best-practices/#sort-multi-line-arguments'],

  commands: onOsCalls((call, { report }) => {
    const packages = listOf(call);
    if (packages === null) return;
    const sorted = packages.toSorted(byName);
    const index = packages.findIndex(({ text }, at) => text !== sorted[at]?.text);
    const [wrong, right] = [packages[index], sorted[index]];
    if (wrong === undefined || right === undefined) return;
    report({
      at: wrong.word.range,
      message: `The packages are not in alphabetical order: \`${right.text ?? ''}\` belongs before \`${wrong.text ?? ''}\`.`,
      fix: () =>
        call.command.instruction.node.json !== null || !call.command.script.complete
          ? null
          : packages.flatMap(({ word }, at) => {
              const text = sorted[at]?.word.raw ?? word.raw;
              return text === word.raw ? [] : [{ range: word.range, text }];
            }),
    });
  }),

  invalid: [
    {
      text: 'FROM debian:13\nRUN apt-get install -y \\\n    git \\\n    # for downloads\n    curl \\\n    zip\n',
      lines: [3],
      fixed:
        'FROM debian:13\nRUN apt-get install -y \\\n    curl \\\n    # for downloads\n    git \\\n    zip\n',
    },
    {
      text: 'FROM alpine:3.22\nRUN apk add --no-cache \\\n    make=4.4 \\\n    g++ \\\n    gcc\n',
      lines: [3],
      fixed: 'FROM alpine:3.22\nRUN apk add --no-cache \\\n    g++ \\\n    gcc \\\n    make=4.4\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get install -y \\\n    curl \\\n    git=1:2.47.3-0 \\\n    git-lfs\n' },
    { text: 'FROM debian:13\nRUN apt-get install -y git curl\n' },
    { text: 'FROM debian:13\nRUN apt-get install -y \\\n    git \\\n    $MORE \\\n    curl\n' },
  ],
});

/** The packages of a list that is laid out over lines and known to the last word; null for others. */
function listOf(call: OsCall): PackageWord[] | null {
  if (call.action !== 'install' || call.operands.length < 2) return null;
  const { source } = call.command.script;
  const [first, last] = [call.operands[0], call.operands.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (!source.slice(first.range.start, last.range.end).includes('\n')) return null;
  const packages = packagesOf(call);
  const isPlain = packages.every(({ kind, word }) => kind === 'package' && word.value !== null);
  return isPlain && packages.length === call.operands.length ? packages : null;
}

const byName = (a: PackageWord, b: PackageWord): number => {
  const [one, other] = [(a.name ?? '').toLowerCase(), (b.name ?? '').toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
};
