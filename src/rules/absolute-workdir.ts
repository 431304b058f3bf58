import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';

const OTHERS = {
  hadolint: ['DL3000'],
  trivy: ['DS-0009'],
  kics: ['6b376af8-cfe8-49ab-a08d-f32de23661a4'],
  checkov: ['CKV_DOCKER_10'],
};
const BUILDKIT = { buildkit: ['WorkdirRelativePath'] };
/** Images whose WORKDIR has always been `/`. */
const STARTS_AT_ROOT = new Set(
  'debian ubuntu alpine busybox buildpack-deps fedora centos rockylinux almalinux amazonlinux python node ruby rust nginx'.split(
    ' ',
  ),
);

export const absoluteWorkdir = defineRule({
  id: 'absolute-workdir',
  title: 'Absolute paths in WORKDIR',
  why: 'A relative path goes on from where the base image happens to be. Another version of the base moves the project to another folder.',
  remedy: 'Write the path from the root on.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { ...BUILDKIT, ...OTHERS },
  variants: {
    /** the first one of a stage: it hangs on the base */
    first: { aliases: { ...BUILDKIT, ...OTHERS } },
    /** one behind another, so that the file itself says where it leads */
    later: { aliases: OTHERS, recommended: false },
    /** made of variables */
    variable: { aliases: BUILDKIT },
    /** made of variables that the base may define */
    'of-unknown-base': { aliases: BUILDKIT, recommended: false },
    /** a path of Windows, which is none to a Linux builder */
    windows: { aliases: BUILDKIT, recommended: false },
  },
  links: [
    'https://docs.docker.com/reference/build-checks/workdir-relative-path/',
    'https://docs.docker.com/reference/dockerfile/#workdir',
  ],

  instructions: { WORKDIR: check },
  stage(stage, context) {
    for (const one of triggeredIn(stage, 'WORKDIR')) check(one, context);
  },

  invalid: [
    {
      text: 'FROM debian:13\nWORKDIR app\n',
      lines: [2],
      variants: ['first'],
      fixed: 'FROM debian:13\nWORKDIR /app\n',
    },
    {
      text: 'FROM debian:13\nWORKDIR /app\nWORKDIR src\n',
      lines: [3],
      variants: ['later'],
      fixed: 'FROM debian:13\nWORKDIR /app\nWORKDIR /app/src\n',
    },
    { text: 'FROM example.org/base\nWORKDIR app\n', lines: [2], variants: ['first'] },
    { text: 'FROM debian:13\nARG DIR\nWORKDIR $DIR\n', lines: [3], variants: ['variable'] },
    { text: 'FROM example.org/base\nWORKDIR $DIR\n', lines: [2], variants: ['of-unknown-base'] },
    { text: 'FROM debian:13\nWORKDIR C:/app\n', lines: [2], variants: ['windows'] },
  ],
  valid: [
    { text: 'FROM debian:13\nWORKDIR "/app"\n' },
    { text: 'FROM debian:13\nARG DIR=/app\nWORKDIR $DIR\n' },
    { text: 'FROM golang:1.26\nWORKDIR $GOPATH\n' },
    { text: 'FROM debian:13\nONBUILD WORKDIR app\n' },
  ],
});

function check(one: InstructionFacts, { report }: RuleContext): void {
  const { node, place } = one;
  const [path] = node.words;
  if (path === undefined || !isBuilt(one)) return;
  const { value, undefinedNames } = one.built(path.raw);
  if (value === null || value.startsWith('/')) return;
  const isFirst = place.workdir === null;
  const isWindows = /^(?:[a-z]:|\\)/i.test(value);
  const isVariable = path.value.startsWith('$');
  if (!isFirst && (isWindows || isVariable)) return;
  const isUnknown = undefinedNames.length > 0 && !place.scope.isBaseKnown;
  const variant = isWindows
    ? 'windows'
    : !isVariable
      ? isFirst
        ? 'first'
        : 'later'
      : isUnknown
        ? 'of-unknown-base'
        : 'variable';
  const leads = value === '' ? 'is empty' : `is the relative path \`${value}\``;
  report({
    at: one.inFirstLine(path.range),
    variant,
    message: `\`${path.raw}\` ${isVariable ? leads : 'is a relative path'}, which goes on from ${isFirst ? 'the WORKDIR of the base image' : `\`${place.workdir ?? ''}\``}: write it from the root on.`,
    fix: () => {
      if (isWindows) return null;
      const from = isFirst ? folderOf(one) : place.workdir;
      if (from === null || !/^\/[^$]*$/.test(from) || /[$'"\\]/.test(path.raw) || place.triggeredBy !== null)
        return null;
      const joined = new URL(`${from.replace(/\/*$/, '/')}${value}`, 'file:///').pathname;
      return /[%]/.test(joined) ? null : [{ range: path.range, text: joined }];
    },
  });
}

/** Where the base leaves off, if that is known. */
function folderOf({ stage }: InstructionFacts): string | null {
  const base = stage?.rootBase ?? null;
  if (base === null) return null;
  return base.isScratch || STARTS_AT_ROOT.has(base.reference?.familiarName ?? '') ? '/' : null;
}
