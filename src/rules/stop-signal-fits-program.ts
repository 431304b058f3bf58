import { startsWithInit } from '../ecosystems/start-command.ts';
import { setsNoSignal, signalOf } from '../ecosystems/stop-signals.ts';
import { defineRule } from '../lint/index.ts';
import { insertBefore } from '../syntax/dockerfile/index.ts';
import { signalName } from './signals/names.ts';
import { startOf } from './start/start.ts';

export const stopSignalFitsProgram = defineRule({
  id: 'stop-signal-fits-program',
  title: 'The stop signal that the program wants',
  why: 'The engine stops with SIGTERM, which some servers take for "drop all connections", "load again" or "go to rescue mode". Another signal lets them finish.',
  remedy: 'Set STOPSIGNAL to the signal that the program’s documentation names.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { tally: ['tally/prefer-nginx-sigquit', 'tally/prefer-systemd-sigrtmin-plus-3'] },
  links: [
    'https://docs.docker.com/reference/dockerfile/#stopsignal',
    'https://nginx.org/en/docs/control.html',
    'https://httpd.apache.org/docs/2.4/stopping.html',
  ],

  dockerfile({ target }, { report }) {
    const start = target === null ? null : startOf(target);
    if (target === null || start?.argv == null) return;
    const wanted = signalOf(start.argv) ?? signalOf(withoutInit(start.argv));
    const place = start.entrypoint ?? start.cmd;
    if (wanted === null || place === null) return;
    const set = target.effective('STOPSIGNAL');
    if (set === null) {
      if (!setsNoSignal(target.rootBase?.text ?? '')) return;
      report({
        at: place.at,
        message: `The engine stops it with SIGTERM, but the program wants another signal (${wanted.why}): add \`STOPSIGNAL ${wanted.signal}\`.`,
        fix: () => {
          const own = [start.entrypoint, start.cmd].filter((one) => one?.stage === target);
          const first = own.toSorted((a, b) => (a?.place.index ?? 0) - (b?.place.index ?? 0))[0];
          return first == null
            ? null
            : insertBefore(first.place.tree, first.node, `STOPSIGNAL ${wanted.signal}`);
        },
      });
      return;
    }
    const given = signalName(set.valueOf(set.node.argument) ?? '');
    // what kills is told by a rule of its own
    if (given === null || given === wanted.signal || given === 'SIGKILL' || given === 'SIGSTOP') return;
    const at = set.node.words[0]?.range ?? set.at;
    report({
      at,
      message: `\`${given}\` is not the signal that the program wants (${wanted.why}): set ${wanted.signal}.`,
      fix: () => (set.node.argument.includes('$') ? null : [{ range: at, text: wanted.signal }]),
    });
  },

  invalid: [
    {
      text: 'FROM debian:13\nCMD ["nginx", "-g", "daemon off;"]\n',
      lines: [2],
      fixed: 'FROM debian:13\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      text: 'FROM fedora:42\nSTOPSIGNAL SIGTERM\nENTRYPOINT ["/sbin/init"]\n',
      lines: [2],
      fixed: 'FROM fedora:42\nSTOPSIGNAL SIGRTMIN+3\nENTRYPOINT ["/sbin/init"]\n',
    },
  ],
  valid: [
    { text: 'FROM nginx:1.29\nCMD ["nginx", "-g", "daemon off;"]\n' },
    { text: 'FROM debian:13\nSTOPSIGNAL 3\nCMD ["nginx"]\n' },
    { text: 'FROM debian:13\nCMD ["postgres"]\n' },
  ],
});

function withoutInit(argv: readonly string[]): readonly string[] {
  if (!startsWithInit(argv)) return argv;
  const program = argv.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  return program === -1 ? [] : argv.slice(program);
}
