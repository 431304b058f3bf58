import { defineRule } from '../lint/index.ts';
import { signalName } from './signals/names.ts';

export const canonicalStopSignal = defineRule({
  id: 'canonical-stop-signal',
  title: 'Signals by their full names',
  why: '`SIGQUIT` is what a program’s documentation says; `3` or `quit` has to be looked up.',
  remedy: 'Write the name in capitals with `SIG` before it.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { tally: ['tally/prefer-canonical-stopsignal'] },
  links: ['https://docs.docker.com/reference/dockerfile/#stopsignal'],

  instructions: {
    STOPSIGNAL(instruction, { report }) {
      const { argument, words } = instruction.node;
      const at = words[0]?.range ?? instruction.at;
      const name = argument.includes('$') ? null : signalName(argument);
      if (name === null || name === argument) return;
      report({
        at,
        message: `\`${argument}\` is \`${name}\`: its full name is what documentation speaks of.`,
        fix: () => [{ range: at, text: name }],
      });
    },
  },

  invalid: [
    { text: 'FROM debian:13\nSTOPSIGNAL 3\n', lines: [2], fixed: 'FROM debian:13\nSTOPSIGNAL SIGQUIT\n' },
    {
      text: 'FROM debian:13\nSTOPSIGNAL "SigInt"\n',
      lines: [2],
      fixed: 'FROM debian:13\nSTOPSIGNAL SIGINT\n',
    },
    {
      text: 'FROM debian:13\nSTOPSIGNAL RTMIN+3\n',
      lines: [2],
      fixed: 'FROM debian:13\nSTOPSIGNAL SIGRTMIN+3\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nSTOPSIGNAL SIGTERM\n' },
    { text: 'FROM debian:13\nARG S=9\nSTOPSIGNAL ${S}\n' },
  ],
});
