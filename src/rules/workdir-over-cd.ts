import { defineRule, type Command } from '../lint/index.ts';
import { insertAfter, insertBefore } from '../syntax/dockerfile/index.ts';
import { removeItem } from '../syntax/shell/index.ts';
import { instructionsAfter } from './steps/nearby.ts';

const ALIASES = {
  hadolint: ['DL3003'],
  trivy: ['DS-0013'],
  kics: ['f4a6bcd3-e231-4acf-993c-aa027be50d2e'],
};

export const workdirOverCd = defineRule({
  id: 'workdir-over-cd',
  title: 'WORKDIR instead of cd',
  why: 'Each RUN begins in the WORKDIR: what `cd` changes is lost at its end. WORKDIR holds for all that follows, makes the folder, and is seen at a glance.',
  remedy:
    'Set WORKDIR before the step. For one command in another folder a subshell, `( cd folder && … )`, is fine.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: ALIASES,
  variants: {
    lost: { aliases: ALIASES, severity: 'warning' },
    'whole-step': { aliases: ALIASES },
    within: { aliases: { hadolint: ['DL3003'], trivy: ['DS-0013'] }, recommended: false },
    nested: { aliases: { hadolint: ['DL3003'] }, recommended: false },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#workdir'],

  commands: {
    cd(command, { report }) {
      const { shell, script, instruction } = command;
      const item = script.list[shell.topLevelIndex];
      const isTop = shell.depth === 0 && item !== undefined;
      const isLast = isTop && item.index === script.list.length - 1 && shell.connector !== '||';
      const isFirst = isTop && item.index === 0 && script.list[1]?.connector === '&&';
      const folder = command.args[0]?.raw ?? 'home';
      report({
        at: command.word?.range ?? instruction.at,
        variant: isLast ? 'lost' : isFirst ? 'whole-step' : isTop ? 'within' : 'nested',
        message: isLast
          ? `\`cd ${folder}\` is the last thing this RUN does, and the next instruction begins in the WORKDIR again: set it with WORKDIR.`
          : `\`cd ${folder}\` holds only until the end of this RUN: WORKDIR says where ${isFirst ? 'the whole step' : 'it'} runs.`,
        fix: () => (isFirst && !isLast ? withWorkdir(command) : null),
      });
    },
  },

  invalid: [
    { text: 'FROM debian:13\nRUN cd /opt\n', lines: [2], variants: ['lost'] },
    {
      text: 'FROM debian:13\nWORKDIR /src\nRUN cd /src/lib && make && make install\nCMD ["app"]\n',
      lines: [3],
      variants: ['whole-step'],
      fixed:
        'FROM debian:13\nWORKDIR /src\nWORKDIR /src/lib\nRUN make && make install\nWORKDIR /src\nCMD ["app"]\n',
    },
    {
      text: 'FROM debian:13\nRUN curl -O https://example.com/a && cd a && make\n',
      lines: [2],
      variants: ['within'],
    },
    { text: 'FROM debian:13\nRUN ( cd a && make ) && make test\n', lines: [2], variants: ['nested'] },
  ],
  valid: [
    { text: 'FROM debian:13\nWORKDIR /opt\n' },
    { text: 'FROM debian:13\nRUN echo cd\n' },
    { text: 'FROM debian:13\nCMD cd /app && ./run\n' },
  ],
});

/** WORKDIR before the step, and the old one behind it; null where either is not known, or the folder might be a file's link. */
function withWorkdir({ args, script, shell, instruction }: Command): ReturnType<typeof insertBefore> | null {
  const { place, node } = instruction;
  const folder = args[0]?.value ?? null;
  const item = script.list[shell.topLevelIndex];
  const isPlain =
    folder !== null && args.length === 1 && /^[\w./-]+$/.test(folder) && !folder.startsWith('-');
  if (!isPlain || item === undefined || place.isTrigger || node.heredocs.length > 0) return null;
  if (place.user !== null) return null;
  const next = instructionsAfter(instruction).find(({ keyword }) => keyword !== 'ENV' && keyword !== 'LABEL');
  const setsAnew = next?.keyword === 'WORKDIR' && next.node.argument.startsWith('/');
  if (!setsAnew && (place.workdir === null || !/^[\w./-]+$/.test(place.workdir))) return null;
  return [
    ...insertBefore(place.tree, node, `WORKDIR ${folder}`),
    ...removeItem(script, item),
    ...(setsAnew ? [] : insertAfter(place.tree, node, `WORKDIR ${place.workdir ?? '/'}`)),
  ];
}
