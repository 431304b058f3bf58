import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { insertBefore } from '../syntax/dockerfile/index.ts';
import { officialBase, workdirOfBase } from './bases/known.ts';
import { instructionsBefore } from './steps/nearby.ts';

/** Official images that name no folder to work in. */
const AT_ROOT =
  /^(?:debian|ubuntu|alpine|busybox|python|node|ruby|fedora|almalinux|rockylinux|buildpack-deps|nginx)$/;

export const relativeCopyTarget = defineRule({
  id: 'relative-copy-target',
  title: 'WORKDIR before a relative target',
  why: 'Without a WORKDIR in the file, a relative target lies wherever the base happens to work: mostly the root, between the system folders, and elsewhere after an update of the base.',
  remedy: 'Set WORKDIR before the COPY, or name an absolute target.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3045'] },
  variants: {
    unset: { aliases: { hadolint: ['DL3045'] } },
    'known-by-base': { recommended: false, severity: 'info', aliases: { hadolint: ['DL3045'] } },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#workdir'],

  instructions: { COPY: look, ADD: look },

  invalid: [
    {
      text: 'FROM python:3.13\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      lines: [2],
      variants: ['unset'],
      fixed: 'FROM python:3.13\nWORKDIR /\nCOPY app.py .\nCMD ["python", "app.py"]\n',
    },
    {
      text: 'FROM debian:13 AS one\nWORKDIR /usr\nFROM example/base\nCOPY foo "bar"\n',
      lines: [4],
      variants: ['unset'],
    },
    {
      text: 'FROM golang:1.25\nCOPY . src\n',
      lines: [2],
      variants: ['known-by-base'],
      fixed: 'FROM golang:1.25\nWORKDIR /go\nCOPY . src\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nCOPY a.sh /usr/local/bin/\n' },
    { text: 'FROM debian:13\nCOPY a.sh c:\\\\bin\\\\\n' },
    { text: 'FROM debian:13 AS base\nWORKDIR /usr\nFROM base\nCOPY foo bar\n' },
    { text: 'FROM debian:13\nARG TARGET\nCOPY foo ${TARGET}\n' },
    { text: 'FROM debian:13\nONBUILD WORKDIR /usr/lib\nONBUILD COPY foo bar\n' },
  ],
});

function look(instruction: InstructionFacts, { report }: Pick<RuleContext, 'report'>): void {
  const { place, node, stage } = instruction;
  if (place.workdir !== null || stage === null) return;
  const destination = node.words.at(-1);
  if (destination === undefined || node.words.length < 2) return;
  const target = node.json === null ? instruction.valueOf(destination.raw) : destination.value;
  if (/^["']?\$/.test(destination.raw) || target === null) return;
  if (/^["']?(?:[/\\]|[A-Za-z]:|\$)/.test(target)) return;
  // the triggers of ONBUILD run together, each in what the ones before it set
  if (
    place.isTrigger &&
    instructionsBefore(instruction).some((one) => one.place.isTrigger && one.keyword === 'WORKDIR')
  )
    return;
  const ofBase = workdirOfBase(stage);
  report({
    at: destination.range,
    variant: ofBase === null ? 'unset' : 'known-by-base',
    message: `The target \`${target}\` is relative, and no WORKDIR is set: it lies ${ofBase === null ? 'wherever the base works' : `in \`${ofBase}\`, as long as the base works there`}. Set WORKDIR, or name an absolute path.`,
    fix: () => {
      const known = ofBase ?? (AT_ROOT.test(officialBase(stage) ?? '') ? '/' : null);
      return known === null || place.isTrigger ? null : insertBefore(place.tree, node, `WORKDIR ${known}`);
    },
  });
}
