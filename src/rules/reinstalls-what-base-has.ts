import {
  defineRule,
  languageCallsIn,
  osCallsIn,
  packagesOf,
  removeWords,
  type InstructionFacts,
} from '../lint/index.ts';
import type { ShellWord } from '../syntax/shell/index.ts';
import { BASE_CONTENTS, type BaseContents } from './installers/base-contents.ts';
import { listed } from './installers/visits.ts';

interface Again {
  word: ShellWord;
  name: string;
  contents: BaseContents;
}

export const reinstallsWhatBaseHas = defineRule({
  id: 'reinstalls-what-base-has',
  title: 'Do not install what the base image has',
  why: 'The step takes time and, where the base has its own build of the program, puts a second one of another version beside it: with `python3-pip` from Debian on a `python` image, `python3` and `pip` belong to different installations.',
  remedy: 'Leave it out; or take the slim or plain image, if the distribution’s package is what is wanted.',
  category: 'packages',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/ruby/redundant-bundler-install', 'tally/gpu/no-redundant-cuda-install'] },
  variants: {
    bundler: { aliases: { tally: ['tally/ruby/redundant-bundler-install'] } },
    cuda: { aliases: { tally: ['tally/gpu/no-redundant-cuda-install'] } },
    more: { aliases: {} },
  },
  links: ['https://hub.docker.com/_/python', 'https://hub.docker.com/_/buildpack-deps'],

  instructions: {
    RUN(instruction, { report }) {
      const contents = contentsOf(instruction);
      if (contents.length === 0) return;
      for (const call of osCallsIn(instruction)) {
        const packages = packagesOf(call).filter(({ kind }) => kind === 'package');
        const found = packages.flatMap(({ name, word, version }): Again[] => {
          const has =
            version === null ? contents.find(({ system }) => system?.test(name ?? '') === true) : undefined;
          return has === undefined || name === null ? [] : [{ word, name, contents: has }];
        });
        const isAll = found.length === call.operands.length;
        report1(found, instruction, report, (word) =>
          // the last package cannot go without the command
          isAll ? null : removeWords(call.command, word.range),
        );
      }
      for (const call of languageCallsIn(instruction)) {
        if (call.action !== 'add') continue;
        const found = call.operands.flatMap((word): Again[] => {
          const has = contents.find(
            ({ language }) => language?.test(`${call.tool}:${word.value ?? ''}`) === true,
          );
          return has === undefined ||
            call.options.some(({ name }) => /^-(?:U|v|-upgrade|-version)$/.test(name))
            ? []
            : [{ word, name: word.value ?? '', contents: has }];
        });
        report1(found, instruction, report, () => null);
      }
    },
  },

  invalid: [
    {
      text: 'FROM python:3.13-slim\nRUN apt-get install -y curl python3-pip\n',
      lines: [2],
      variants: ['more'],
      fixed: 'FROM python:3.13-slim\nRUN apt-get install -y curl\n',
    },
    {
      text: 'FROM node:24\nRUN apt-get update && apt-get install -y \\\n    git \\\n    vim\n',
      lines: [3],
      fixed: 'FROM node:24\nRUN apt-get update && apt-get install -y \\\n    vim\n',
    },
    { text: 'FROM ruby:3.4\nRUN gem install bundler\n', lines: [2], variants: ['bundler'] },
    {
      text: 'FROM nvidia/cuda:12.9.1-devel-ubuntu24.04\nRUN apt-get install -y cuda-toolkit-12-9\n',
      lines: [2],
      variants: ['cuda'],
    },
  ],
  valid: [
    { text: 'FROM node:24-slim\nRUN apt-get install -y git python3 make g++\n' },
    { text: 'FROM debian:13\nRUN apt-get install -y python3-pip\n' },
    { text: 'FROM ruby:3.4\nRUN gem install bundler -v 2.4.22\n' },
    { text: 'FROM python:3.13\nRUN pip install --upgrade pip\n' },
  ],
});

type Report = (found: {
  at: ShellWord['range'];
  variant: string;
  message: string;
  fix: () => ReturnType<typeof removeWords>;
}) => void;

/** One finding for each call, at the first thing that is there already. */
function report1(
  found: readonly Again[],
  instruction: InstructionFacts,
  report: Report,
  without: (word: ShellWord) => ReturnType<typeof removeWords>,
): void {
  const [first] = found;
  if (first === undefined) return;
  const base = instruction.stage?.rootBase?.raw ?? '';
  report({
    at: first.word.range,
    variant: /^bundler$/.test(first.name) ? 'bundler' : first.name.startsWith('cuda') ? 'cuda' : 'more',
    message: `${listed(found.map(({ name }) => name))}: the base image \`${base}\` already has ${first.contents.has}. Leave ${found.length === 1 ? 'it' : 'them'} out.`,
    fix: () => {
      const edits = found.map(({ word }) => without(word));
      return edits.includes(null) ? null : edits.flatMap((one) => one ?? []);
    },
  });
}

const known = new Map<string, readonly BaseContents[]>();

/** What is known of the image that the instruction's stage is built on. */
function contentsOf({ stage }: InstructionFacts): readonly BaseContents[] {
  const reference = stage?.rootBase?.reference ?? null;
  if (
    reference === null ||
    (reference.registry !== null && !/^(?:index\.)?docker\.io$/.test(reference.registry))
  )
    return [];
  const name = reference.familiarName.replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  const tag = reference.tag ?? '';
  const key = `${name}:${tag}`;
  let found = known.get(key);
  if (found === undefined) {
    found = BASE_CONTENTS.filter((one) => one.name.test(name) && (one.tag?.test(tag) ?? true));
    if (known.size < 1000) known.set(key, found);
  }
  return found;
}
