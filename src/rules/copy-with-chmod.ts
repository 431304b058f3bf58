import { absolutePath, argumentsOf, defineRule, type InstructionFacts } from '../lint/index.ts';
import { removeParagraph, setFlag } from '../syntax/dockerfile/index.ts';
import { copiedBy, onlyFileOf } from './copies/copied.ts';
import { instructionsBefore } from './steps/nearby.ts';

export const copyWithChmod = defineRule({
  id: 'copy-with-chmod',
  title: 'The mode set while copying',
  why: 'A RUN that only changes the mode of a file that was just copied starts a container for it and writes the whole file into a second layer.',
  remedy: 'Give COPY the mode: `COPY --chmod=755 entrypoint.sh /`.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/prefer-copy-chmod'] },
  links: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],

  commands: {
    chmod(command, { report }) {
      const { instruction } = command;
      const { stage, place } = instruction;
      if (stage === null || place.isTrigger || instruction.commands.length > 1) return;
      const { options, operands } = argumentsOf(command);
      const [mode, ...paths] = operands;
      // `+x` and `-x`: readArguments takes the latter for an option
      if (mode?.value == null || options.length > 0 || paths.length === 0) return;
      const copies = paths.map(({ value }) =>
        value === null ? null : copyOf(absolutePath(value, place.workdir), instruction),
      );
      if (!copies.every((one) => one !== null)) return;
      const isOctal = /^[0-7]{3,4}$/.test(mode.value);
      const wanted = isOctal ? mode.value : /^[ua]*\+x$/.test(mode.value) ? '755' : null;
      report({
        at: instruction.at,
        message: `This RUN only changes the mode of \`${paths[0]?.raw ?? ''}\`, which was just copied, and so writes it into a second layer: \`--chmod=${wanted ?? mode.value}\` does it while copying.`,
        fixClass: isOctal ? 'safe' : 'needs-proof',
        fix: () =>
          wanted === null || instruction.node.flags.length > 0 || new Set(copies).size < copies.length
            ? null
            : [
                ...copies.flatMap(({ node }) => setFlag(node, 'chmod', wanted)),
                ...removeParagraph(place.tree, instruction.node),
              ],
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nCOPY run.sh /usr/local/bin/\nRUN chmod 755 /usr/local/bin/run.sh\nCMD ["run.sh"]\n',
      lines: [3],
      fixed: 'FROM debian:13\nCOPY --chmod=755 run.sh /usr/local/bin/\nCMD ["run.sh"]\n',
    },
    {
      text: 'FROM debian:13\nWORKDIR /app\nCOPY --chown=1001 run.sh ./run.sh\nRUN chmod +x run.sh\n',
      lines: [4],
      fixed: 'FROM debian:13\nWORKDIR /app\nCOPY --chown=1001 --chmod=755 run.sh ./run.sh\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nCOPY --chmod=755 run.sh /\n' },
    { text: 'FROM debian:13\nCOPY run.sh tools/ /bin/\nRUN chmod 755 /bin/run.sh\n' },
    { text: 'FROM debian:13\nCOPY run.sh /\nRUN chmod 755 /run.sh && /run.sh\n' },
    { text: 'FROM debian:13\nCOPY run.sh /\nRUN make\nRUN chmod 755 /run.sh\n' },
  ],
});

/** The COPY or ADD that brought a file, with no step in between that could have looked at it. */
function copyOf(path: string, step: InstructionFacts): InstructionFacts | null {
  for (const one of instructionsBefore(step).toReversed()) {
    if (one.keyword === 'RUN' && one.commands.some(({ program }) => program !== 'chmod')) return null;
    const copied = copiedBy(one);
    if (copied !== null && one.node.heredocs.length === 0 && onlyFileOf(copied) === path) return one;
  }
  return null;
}
