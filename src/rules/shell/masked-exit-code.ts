import { defineShellCheck, once, run } from './check.ts';
import { DECLARING, nameOf } from './words.ts';

/** `export A=$(command)` succeeds although the command failed. */
export const maskedExitCode = defineShellCheck({
  faults: { 'masked-exit-code': { codes: ['SC2155'], severity: 'warning' } },

  visits: {
    Assignment(node, { place, report }) {
      const command = place.parent;
      if (command?.type !== 'Command' || command.name === undefined || command.name.pos > node.pos) return;
      const name = nameOf(command);
      if (name === null || !DECLARING.has(name) || node.value.type !== 'Word') return;
      const runs = (node.value.parts ?? []).some(
        (part) =>
          part.type === 'CommandExpansion' ||
          (part.type === 'DoubleQuoted' && part.parts.some(({ type }) => type === 'CommandExpansion')),
      );
      if (!runs) return;
      report({
        at: { ...place.range({ pos: node.pos, end: node.pos + node.name.length }) },
        message: `\`${name}\` succeeds even if the command whose output goes into ${node.name} fails, so the build goes on; assign first, then ${name} it.`,
      });
    },
  },

  invalid: [once('masked-exit-code', 'export VERSION="$(cat version)" && make')],
  valid: [
    { text: run('VERSION="$(cat version)" && export VERSION && make') },
    { text: run('export A="$HOME/x"') },
  ],
});
