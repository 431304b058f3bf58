import { defineRule } from '../lint/index.ts';
import { copiedBy } from './copies/copied.ts';

const ADDRESS = /^https?:\/\//;
const GIT = /^https?:\/\/[^/]*(?:github|gitlab|bitbucket)[^?]*\.git(?:$|[#?])|\.git(?:$|[#?])/;
const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|zip|gz|bz2|xz|zst|7z)(?:$|[?#])|\.tar\.\w+(?:$|[?#])/i;

export const addRemoteFile = defineRule({
  id: 'add-remote-file',
  title: 'No ADD of an archive from an address',
  why: 'ADD leaves what it fetches in a layer of its own: the archive stays in the image, however soon a RUN unpacks and deletes it.',
  remedy:
    'Fetch, check, unpack and delete in one RUN, fetch in a stage that does not ship, or let ADD unpack it (`--unpack=true --checksum=sha256:…`).',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { kics: ['4b410d24-1cbe-4430-a632-62c9a931cf1c'] },
  variants: {
    archive: { aliases: { kics: ['4b410d24-1cbe-4430-a632-62c9a931cf1c'] } },
    file: { recommended: false, aliases: { kics: ['4b410d24-1cbe-4430-a632-62c9a931cf1c'] } },
  },
  links: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],

  instructions: {
    ADD(instruction, { report }) {
      const { node, stage } = instruction;
      const sources = copiedBy(instruction)?.sources ?? [];
      for (const [index, source] of sources.entries()) {
        const written = source ?? node.words[index]?.value ?? '';
        if (!ADDRESS.test(written) || GIT.test(written)) continue;
        const unpacks = node.flags.some(({ name, value }) => name === 'unpack' && value !== 'false');
        const stays = ARCHIVE.test(written) && !unpacks && (stage === null || stage.ships);
        report({
          at: node.words[index]?.range ?? instruction.at,
          variant: stays ? 'archive' : 'file',
          message: stays
            ? 'The archive that `ADD` fetches stays in a layer of its own, whatever a later RUN deletes: fetch, unpack and delete it in one RUN, or add `--unpack=true`.'
            : '`ADD` fetches from an address: a RUN that fetches, checks and uses it leaves no layer behind.',
        });
      }
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nADD https://example.com/tool-1.2.tar.gz /tmp/\nRUN tar -xzf /tmp/tool-1.2.tar.gz -C /opt && rm /tmp/tool-1.2.tar.gz\n',
      lines: [2],
      variants: ['archive'],
    },
    {
      text: 'FROM debian:13\nADD https://example.com/tool /usr/local/bin/tool\n',
      lines: [2],
      variants: ['file'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nADD https://github.com/moby/buildkit.git#v0.24.0 /src\n' },
    { text: 'FROM debian:13\nADD rootfs.tar.gz /\n' },
  ],
});
