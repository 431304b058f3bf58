import { defineRule } from '../lint/index.ts';
import { signalName } from './signals/names.ts';

export const gracefulStopSignal = defineRule({
  id: 'graceful-stop-signal',
  title: 'A stop signal that lets the program finish',
  why: 'SIGKILL ends a program before it can finish a request or write its data, and SIGSTOP only halts it until the engine kills it. The engine sends SIGKILL by itself when its patience ends.',
  remedy:
    'Leave STOPSIGNAL out (SIGTERM), or name the signal that the program’s documentation calls graceful.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/no-ungraceful-stopsignal'] },
  links: [
    'https://docs.docker.com/reference/dockerfile/#stopsignal',
    'https://man7.org/linux/man-pages/man7/signal.7.html',
  ],

  instructions: {
    STOPSIGNAL(instruction, { report }) {
      const { argument, words } = instruction.node;
      const signal = signalName(instruction.valueOf(argument) ?? '');
      if (signal !== 'SIGKILL' && signal !== 'SIGSTOP') return;
      const at = words[0]?.range ?? instruction.at;
      report({
        at,
        message:
          signal === 'SIGKILL'
            ? `\`STOPSIGNAL ${argument}\` kills the program before it can finish what it does: SIGTERM asks it to end.`
            : `\`STOPSIGNAL ${argument}\` halts the program without ending it, until the engine kills it: SIGTERM asks it to end.`,
        fix: () => (argument.includes('$') ? null : [{ range: at, text: 'SIGTERM' }]),
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nSTOPSIGNAL SIGKILL\n',
      lines: [2],
      fixed: 'FROM debian:13\nSTOPSIGNAL SIGTERM\n',
    },
    { text: 'FROM debian:13\nSTOPSIGNAL 9\n', lines: [2], fixed: 'FROM debian:13\nSTOPSIGNAL SIGTERM\n' },
    {
      text: 'FROM debian:13\nSTOPSIGNAL "stop"\n',
      lines: [2],
      fixed: 'FROM debian:13\nSTOPSIGNAL SIGTERM\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nSTOPSIGNAL SIGQUIT\n' },
    { text: 'FROM debian:13\nARG SIGNAL\nSTOPSIGNAL $SIGNAL\n' },
  ],
});
