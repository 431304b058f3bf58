import { defineRule, type Command } from '../lint/index.ts';

const ALIASES = { hadolint: ['DL3001'], kics: ['9b6b0f38-92a2-41f9-b881-3a1083d99f1b'] };
const KICS_ONLY = { kics: ['9b6b0f38-92a2-41f9-b881-3a1083d99f1b'] };

/** Why a build has no use for it. */
const POINTLESS: Readonly<Record<string, string>> = {
  free: 'tells the memory of the host',
  kill: 'ends processes, but none of an earlier step runs in this one',
  mount: 'needs rights that a build does not have, and lasts no longer than the step',
  ps: 'lists processes, but none of an earlier step runs in this one',
  service: 'starts a service that ends with the step',
  shutdown: 'ends a host',
  ssh: 'logs in to another host',
  top: 'waits for somebody who watches it',
  vim: 'waits for somebody who types',
};
const OF_KICS: Readonly<Record<string, string>> = {
  ifconfig: 'shows the network of the build',
  nano: 'waits for somebody who types',
};
/** They make sense where other commands of the step use what they do. */
const HELPING = new Set(['service', 'kill', 'ssh', 'mount', 'ps', 'free']);

export const pointlessCommands = defineRule({
  id: 'pointless-commands',
  title: 'No commands that a build has no use for',
  why: 'A build has nobody who watches or types, and no process or mount lasts beyond its step. Such a command is a left-over, or does not do what is hoped.',
  remedy:
    'Leave it out; start services when the container starts, and clone over SSH with `RUN --mount=type=ssh`.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: ALIASES,
  variants: {
    pointless: { aliases: ALIASES },
    editor: { aliases: KICS_ONLY },
    'helps-another': { aliases: ALIASES, recommended: false },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#run'],

  commands: Object.fromEntries([
    ...Object.entries(POINTLESS).map(([name, why]): [string, Visit] => [
      name,
      (command, { report }) => tell(command, why, report),
    ]),
    ...Object.entries(OF_KICS).map(([name, why]): [string, Visit] => [
      name,
      (command, { report }) => tell(command, why, report, 'editor'),
    ]),
  ]),

  invalid: [
    { text: 'FROM debian:13\nRUN top\n', lines: [2], variants: ['pointless'] },
    { text: 'FROM debian:13\nRUN service nginx start\n', lines: [2], variants: ['pointless'] },
    { text: 'FROM debian:13\nRUN nano /etc/hosts\n', lines: [2], variants: ['editor'] },
    {
      text: 'FROM debian:13\nRUN service mysql start && mysql -e "CREATE DATABASE a"\n',
      lines: [2],
      variants: ['helps-another'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nRUN apt-get update && apt-get install -y ssh vim\n' },
    { text: 'FROM debian:13\nCMD ["top"]\n' },
  ],
});

type Visit = (command: Command, context: { report: (found: Told) => void }) => void;
interface Told {
  at: Command['shell']['range'];
  variant: string;
  message: string;
}

function tell(command: Command, why: string, report: (found: Told) => void, variant = 'pointless'): void {
  const { program, instruction, word, shell } = command;
  const isMounted = program === 'ssh' && instruction.mounts.some(({ type }) => type === 'ssh');
  const helps = HELPING.has(program ?? '') && (instruction.commands.length > 1 || isMounted);
  report({
    at: word?.range ?? shell.range,
    variant: helps ? 'helps-another' : variant,
    message: `\`${program ?? ''}\` ${why}: a build has no use for it.`,
  });
}
