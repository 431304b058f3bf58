import {
  defineRule,
  downloadOf,
  isFetched,
  type Command,
  type Download,
  type InstructionFacts,
} from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';

/** Programs that check what was fetched against something that was known before. */
const CHECKERS =
  /^(?:(?:sha(?:1|224|256|384|512)|md5|b2)(?:sum)?|shasum|gpgv?2?|cosign|minisign|signify|openssl|slsa-verifier|rhash|cksum)$/;

/** Keys and signatures are what others are checked with; they have no checksum themselves. */
const KEY =
  /\.(?:asc|gpg|key|pub|sig|pem|crt|cert?|sha\d+|sha\d+sums?|md5|checksums?|txt)(?:["']?$|[?#"'])|gpg|pubkey|sha\d+sums|release\.key/i;

export const verifyDownloads = defineRule({
  id: 'verify-downloads',
  title: 'Check what is downloaded',
  why: 'The server, or whoever gets hold of it, decides what the build runs, as root and in every container. A checksum that stands in the Dockerfile lets only the file pass that somebody has looked at, and makes the build the same next year.',
  remedy:
    'Check with `sha256sum -c` or a signature in the same RUN; or use `ADD --checksum=sha256:…`, which also works without curl in the image.',
  category: 'security',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 4,
  aliases: { cis: ['4.12'] },
  links: [
    'https://docs.docker.com/reference/dockerfile/#add---checksum',
    'https://docs.docker.com/build/building/best-practices/#add-or-copy',
  ],

  instructions: {
    ADD(instruction, { report }) {
      const { node } = instruction;
      if (node.flags.some(({ name }) => name === 'checksum')) return;
      for (const { raw, range } of copySources(node)?.sources ?? []) {
        const text = instruction.valueOf(raw) ?? raw;
        if (!/^https?:\/\//.test(text) || /\.git(?:#|$)|\.git\?/.test(text) || KEY.test(text)) continue;
        report({
          at: range,
          message: `ADD downloads a file and takes it as it comes: add \`--checksum=sha256:…\`, so that only the file that was looked at gets into the image.`,
        });
      }
    },
  },
  commands: { curl: fetched, wget: fetched },

  invalid: [
    {
      text: 'FROM debian:13\nRUN curl -fsSLo /tmp/a.tgz https://example.com/a.tgz && tar xf /tmp/a.tgz\n',
      lines: [2],
    },
    { text: 'FROM debian:13\nRUN wget -qO- https://example.com/install.sh | sh\n', lines: [2] },
    { text: 'FROM scratch\nADD https://example.com/a.tgz /a.tgz\n', lines: [2] },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN curl -fsSLo a.tgz https://example.com/a.tgz && echo "5891b5b522d5df086d0ff0b110fbd9d2  a.tgz" | sha256sum -c -\n',
    },
    { text: 'FROM debian:13\nRUN curl -fsSL https://example.com/repo.gpg -o /etc/apt/keyrings/repo.gpg\n' },
    {
      text: 'FROM scratch\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a /a\nADD https://github.com/o/r.git#v1 /src\n',
    },
    {
      text: 'FROM debian:13\nRUN curl -f http://localhost/health && VERSION=$(curl -s https://example.com/latest)\n',
    },
  ],
});

const isChecked = ({ commands }: InstructionFacts): boolean =>
  commands.some(({ program }) => CHECKERS.test(program ?? ''));

function fetched(
  command: Command,
  { report }: { report: (found: { at: { start: number; end: number }; message: string }) => void },
): void {
  const download = downloadOf(command);
  if (download === null || (download.goesTo !== 'file' && download.goesTo !== 'pipe')) return;
  if (!isFetched(download) || command.instruction.once(isChecked) || isKey(download)) return;
  report({
    at: (command.word ?? command.shell).range,
    message: `\`${download.tool}\` downloads ${download.goesTo === 'pipe' ? `something that ${nextOf(command)} gets unseen` : 'a file that is used as it comes'}: check it against a checksum or a signature in this RUN, or use \`ADD --checksum\`.`,
  });
}

const nextOf = ({ instruction, index }: Command): string => {
  const next = instruction.commands[index + 1]?.program;
  return next === null || next === undefined ? 'the next command' : `\`${next}\``;
};

const isKey = ({ urls, file, command }: Download): boolean =>
  KEY.test(file ?? '') ||
  urls.every(({ value, raw }) => KEY.test(value ?? raw)) ||
  /^(?:apt-key|gpg|rpm|jq|grep|tee)$/.test(command.instruction.commands[command.index + 1]?.program ?? '');
