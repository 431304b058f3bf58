import { defineRule, type InstructionFacts } from '../lint/index.ts';
import type { Edit } from '../syntax/text.ts';

const FILES = new Set('mkdir rmdir chmod chown chgrp ln touch rm mv cp install sed echo printf'.split(' '));
const ACCOUNTS = new Set('useradd groupadd adduser addgroup usermod groupmod'.split(' '));
const PACKAGES = new Set('apt-get apt apk yum dnf microdnf zypper'.split(' '));

export const consolidateRuns = defineRule({
  id: 'consolidate-runs',
  title: 'Neighbouring steps of one kind in one RUN',
  why: 'Each RUN is a layer and a container that is started for it. Small neighbours of one kind change together, so that they can share one.',
  remedy:
    'Join them with `&&`, or in a here-document with `set -e`. Steps that take long, or change apart from each other, are better left alone: the cache keeps each of them.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3059'], kics: ['0008c003-79aa-42d8-95b8-1c2fe37dbfe6'] },
  variants: {
    'same-kind': { aliases: { hadolint: ['DL3059'], kics: ['0008c003-79aa-42d8-95b8-1c2fe37dbfe6'] } },
    any: {
      recommended: false,
      aliases: { hadolint: ['DL3059'], kics: ['0008c003-79aa-42d8-95b8-1c2fe37dbfe6'] },
    },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#run'],

  stage(stage, { report }) {
    /** the first of a row of single commands, and the step before this one */
    let first: InstructionFacts | null = null;
    let before: InstructionFacts | null = null;
    for (const instruction of stage.instructions) {
      const upper: InstructionFacts | null = instruction.keyword === 'RUN' ? before : null;
      before = instruction.keyword === 'RUN' ? instruction : null;
      if (before === null || (first !== null && flagsOf(first) !== flagsOf(instruction))) first = before;
      if (before === null || upper === null) {
        first = before;
        continue;
      }
      const kind = kindOf(upper);
      if (
        stage.ships &&
        kind !== null &&
        kind === kindOf(instruction) &&
        flagsOf(upper) === flagsOf(instruction)
      )
        report({
          at: instruction.at,
          variant: 'same-kind',
          message: `This RUN does more of what the one before it does (${kind}), in a layer of its own: join them with \`&&\`.`,
          fix: () => joined(upper, instruction),
        });
      else if (first === null || first === instruction || isChain(first) || isChain(instruction))
        first = instruction;
      else
        report({
          at: instruction.at,
          variant: 'any',
          message:
            'This RUN follows another: joined with `&&` they would be one layer, at the price of running both again when one changes.',
        });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN mkdir /data\nRUN chown 1001 /data\n',
      lines: [3],
      variants: ['same-kind'],
      fixed: 'FROM debian:13\nRUN mkdir /data && \\\n    chown 1001 /data\n',
    },
    { text: 'FROM debian:13\nRUN ./build.sh\n# then\nRUN ./install.sh\n', lines: [4], variants: ['any'] },
    {
      text: 'FROM debian:13 AS builder\nRUN mkdir /a\nRUN mkdir /b\nFROM debian:13\nCOPY --from=builder /a /a\n',
      lines: [3],
      variants: ['any'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN mkdir /data\nWORKDIR /data\nRUN chown 1001 /data\n' },
    { text: 'FROM debian:13\nRUN a && b && c\nRUN d\n' },
    { text: 'FROM debian:13\nRUN --mount=type=secret,id=a ./a.sh\nRUN ./b.sh\n' },
  ],
});

const flagsOf = ({ node }: InstructionFacts): string =>
  node.flags.map(({ name, value }) => `${name}=${value ?? ''}`).join(' ');

/** Who has chained commands has chosen which steps there are. */
const isChain = ({ commands }: InstructionFacts): boolean => commands.length > 1;

/** Longer steps are better kept apart: each that changes runs all of them again. */
const MOST_COMMANDS = 3;

/** What all commands of a step are about; null where they are about several things, or about none that is known. */
function kindOf({ commands }: InstructionFacts): string | null {
  if (commands.length > MOST_COMMANDS) return null;
  const kinds = new Set(
    commands.map(({ program }) => {
      if (program === null) return null;
      if (FILES.has(program)) return 'files and folders';
      if (ACCOUNTS.has(program)) return 'accounts';
      return PACKAGES.has(program) ? `packages with ${program}` : null;
    }),
  );
  const [kind = null, ...others] = kinds;
  return others.length === 0 ? kind : null;
}

/** Both as one, where the shell's meaning stays: nothing set for the second, and one condition for all. */
function joined(upper: InstructionFacts, lower: InstructionFacts): Edit[] | null {
  const { place, node } = upper;
  const gap = place.source.slice(node.range.end, lower.node.range.start);
  const scripts = [upper, lower].map((one) => (one.node.json === null ? one.script : null));
  const isPlain = scripts.every(
    (script) =>
      script?.complete === true &&
      script.list.every(
        ({ connector, background }) => (connector === 'first' || connector === '&&') && !background,
      ),
  );
  const isMarked = node.heredocs.length + lower.node.heredocs.length > 0 || node.dangling !== null;
  if (!isPlain || isMarked || !/^\r?\n[ \t]*$/.test(gap)) return null;
  const eol = gap.startsWith('\r') ? '\r\n' : '\n';
  return [
    {
      range: { start: node.range.end, end: lower.node.argumentRange.start },
      text: ` && ${node.escape}${eol}    `,
    },
  ];
}
