import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';
import type { Edit } from '../syntax/text.ts';
import { shellOf } from '../syntax/shell/index.ts';

const HADOLINT = { hadolint: ['DL3025'] };
const BUILDKIT = { buildkit: ['JSONArgsRecommended'] };
const KICS = { kics: ['b86987e1-6397-4619-81d5-8807f2387c79'] };

export const execFormCommand = defineRule({
  id: 'exec-form-command',
  title: 'CMD and ENTRYPOINT as JSON arrays',
  why: 'In the shell form a shell is process 1. It does not pass signals on, so that `docker stop` waits ten seconds and kills, and an ENTRYPOINT gets no arguments.',
  remedy:
    'Write the words as a JSON array. Where a shell is needed, start the program with `exec`, or name the shell: `["sh", "-c", "exec …"]`.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { ...HADOLINT, ...BUILDKIT, ...KICS },
  variants: {
    command: { aliases: { ...HADOLINT, ...BUILDKIT, ...KICS } },
    /** the shell gives its place to the program */
    'with-exec': { aliases: { ...HADOLINT, ...BUILDKIT, ...KICS }, recommended: false },
    /** in a stage that is not shipped */
    'builder-stage': { aliases: { ...HADOLINT, ...BUILDKIT }, recommended: false },
    /** SHELL says which shell is wanted */
    'chosen-shell': { aliases: { ...HADOLINT, ...KICS }, recommended: false },
    healthcheck: { aliases: HADOLINT, recommended: false },
  },
  links: [
    'https://docs.docker.com/reference/build-checks/json-args-recommended/',
    'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
  ],

  instructions: {
    CMD: check,
    ENTRYPOINT: check,
    HEALTHCHECK(one, { report }) {
      const { inner } = one.node;
      if (inner === null || inner.json !== null || one.place.isTrigger) return;
      report({
        at: one.inFirstLine(inner.keywordRange),
        variant: 'healthcheck',
        message: 'The health check starts a shell first: as a JSON array it needs none.',
      });
    },
  },
  stage(stage, context) {
    for (const one of triggeredIn(stage, 'CMD', 'ENTRYPOINT')) check(one, context);
  },

  invalid: [
    {
      text: 'FROM debian:13\nCMD python app.py --port 80\n',
      lines: [2],
      variants: ['command'],
      fixed: 'FROM debian:13\nCMD ["python", "app.py", "--port", "80"]\n',
    },
    { text: 'FROM debian:13\nENTRYPOINT a && b $X\n', lines: [2], variants: ['command'] },
    {
      text: 'FROM debian:13\nCMD exec app\n',
      lines: [2],
      variants: ['with-exec'],
      fixed: 'FROM debian:13\nCMD ["app"]\n',
    },
    {
      text: 'FROM debian:13 AS a\nCMD app\nFROM debian:13\n',
      lines: [2],
      variants: ['builder-stage'],
      fixed: 'FROM debian:13 AS a\nCMD ["app"]\nFROM debian:13\n',
    },
    {
      text: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\nCMD app $X\n',
      lines: [3],
      variants: ['chosen-shell'],
    },
    { text: 'FROM debian:13\nHEALTHCHECK CMD app\n', lines: [2], variants: ['healthcheck'] },
  ],
  valid: [
    { text: 'FROM debian:13\nCMD ["app"]\nENTRYPOINT []\n' },
    { text: 'FROM debian:13\nONBUILD CMD app\nHEALTHCHECK NONE\n' },
  ],
});

function check(one: InstructionFacts, { report }: RuleContext): void {
  if (one.node.json !== null || !isBuilt(one)) return;
  const variant = one.place.isShellChosen
    ? 'chosen-shell'
    : one.stage?.ships === false
      ? 'builder-stage'
      : /^exec\s/.test(one.node.argument)
        ? 'with-exec'
        : 'command';
  report({
    at: one.inFirstLine(one.at),
    variant,
    message:
      variant === 'with-exec'
        ? `${one.keyword} starts a shell only to be replaced by the program: a JSON array needs none.`
        : `A shell stands between the engine and the program of this ${one.keyword} and keeps signals from it: write it as a JSON array.`,
    fix: () => (one.place.triggeredBy === null ? asArray(one) : null),
  });
}

/** Where the shell would only split the words. */
function asArray({ node, place }: InstructionFacts): Edit[] | null {
  const script = shellOf(node, place.source);
  const [command] = script?.commands ?? [];
  if (script === null || command === undefined || !script.complete) return null;
  const isPlain =
    script.commands.length === 1 && command.context.length === 0 && script.list[0]?.background === false;
  if (!isPlain || command.assignments.length > 0 || command.redirects.length > 0 || command.negated)
    return null;
  const words = command.name === 'exec' ? command.words.slice(1) : command.words;
  const values = words.map(({ value, glob, raw }) => (glob || raw.startsWith('~') ? null : value));
  const isBuiltIn = /^(?:\.|:|alias|cd|eval|export|read|set|source|trap|ulimit|umask|unset|wait|exit)$/;
  if (values.length === 0 || values.includes(null) || isBuiltIn.test(values[0] ?? '')) return null;
  if (values[0]?.startsWith('-') === true) return null;
  const written = values.map((value) => JSON.stringify(value));
  const text = `[${written.join(', ')}]`;
  const isLossless = !text.includes(node.escape === '`' ? '`' : '\\\\') && !/[\r\n]/.test(text);
  return isLossless ? [{ range: node.argumentRange, text }] : null;
}
