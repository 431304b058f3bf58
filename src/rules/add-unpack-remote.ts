import { defineRule, type Command } from '../lint/index.ts';

const ARCHIVE = /^https?:\/\/.*\.(?:tar|tgz|tbz2?|txz|tar\.\w+)(?:[?#].*)?["']?$/i;
const FETCHES = /^(?:curl|wget)(?:\.exe)?$/;
const UNPACKS = /^(?:bsd)?tar(?:\.exe)?$/;

export const addUnpackRemote = defineRule({
  id: 'add-unpack-remote',
  title: 'ADD for an archive from an address',
  why: '`ADD --unpack` fetches and unpacks in one layer, checks the digest, notices when the address has changed, and needs neither curl nor tar in the image.',
  remedy:
    'Write `ADD --unpack=true --checksum=sha256:… URL FOLDER`. It needs the Dockerfile frontend 1.17 or newer.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  recommended: false,
  weight: 0,
  aliases: { tally: ['tally/prefer-add-unpack'] },
  links: ['https://docs.docker.com/reference/dockerfile/#add---unpack'],

  commands: {
    curl: (command, { report }) => look(command, report),
    wget: (command, { report }) => look(command, report),
  },

  invalid: [
    {
      text: 'FROM debian:13\nRUN curl -fsSL https://go.dev/dl/go1.25.0.linux-amd64.tar.gz | tar -xz -C /usr/local\n',
      lines: [2],
    },
    {
      text: 'FROM debian:13\nRUN wget -O /tmp/a.tgz https://example.com/a.tgz && tar xf /tmp/a.tgz -C /opt && rm /tmp/a.tgz\n',
      lines: [2],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nADD --unpack=true https://example.com/a.tgz /opt\n' },
    { text: 'FROM debian:13\nRUN curl -fsSL https://example.com/a.tgz -o /opt/a.tgz\n' },
    {
      text: 'FROM debian:13\nRUN curl -fsSL https://example.com/a.tgz -o a.tgz && gpg --verify a.tgz.asc a.tgz && tar xf a.tgz\n',
    },
  ],
});

function look(
  command: Command,
  report: (found: { at: Command['shell']['range']; message: string }) => void,
): void {
  const { commands } = command.instruction;
  const address = command.args.find(({ raw }) => ARCHIVE.test(raw.replace(/^["']/, '')));
  if (address === undefined) return;
  const after = commands.slice(command.index + 1, command.index + 50);
  const next = after.findIndex(({ program }) => UNPACKS.test(program ?? ''));
  if (next === -1) return;
  // a signature is checked that ADD does not know, or the next archive is meant
  const between = after.slice(0, next);
  if (
    between.some(
      ({ program }) => FETCHES.test(program ?? '') || /^(?:gpgv?|cosign|minisign)$/.test(program ?? ''),
    )
  )
    return;
  report({
    at: command.word?.range ?? command.shell.range,
    message: `\`${command.program ?? ''}\` fetches an archive that \`tar\` unpacks: \`ADD --unpack=true --checksum=sha256:…\` does both, checks it, and sees when it changes.`,
  });
}
