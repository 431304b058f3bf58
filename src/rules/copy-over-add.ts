import { defineRule, type Reported } from '../lint/index.ts';
import { copiedBy } from './copies/copied.ts';

/** What ADD takes apart by itself, as names tell: tar archives, packed or not. */
const ARCHIVE = /\.(?:tar|tar\.\w+|t?gz|t?bz2?|tb2|tbz2|t?xz|t?lz|t?lzma|tlz|txz|t?z|tpz|zst)$/i;
const REMOTE = /^(?:https?|ftp|git|ssh):\/\/|^git@/;
/** `ADD file:… in /` is how the history of an image tells it. */
const OF_HISTORY = /^(?:file|multi|dir):[0-9a-f]{8,}/;

export const copyOverAdd = defineRule({
  id: 'copy-over-add',
  title: 'COPY instead of ADD for plain files',
  why: 'ADD fetches addresses and unpacks archives, by what a file holds and not by what it is called. COPY only copies, so that a reader, and the next archive of that name, bring no surprise.',
  remedy:
    'Write COPY. ADD is right for an archive that it is to unpack, for an address with `--checksum`, and for a git repository.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 1,
  aliases: {
    hadolint: ['DL3020'],
    trivy: ['DS-0005'],
    kics: ['9513a694-aa0d-41d8-be61-3271e056f36b'],
    checkov: ['CKV_DOCKER_4'],
    dockle: ['CIS-DI-0009'],
    cis: ['4.9'],
  },
  variants: {
    local: {
      aliases: {
        hadolint: ['DL3020'],
        trivy: ['DS-0005'],
        kics: ['9513a694-aa0d-41d8-be61-3271e056f36b'],
        checkov: ['CKV_DOCKER_4'],
        dockle: ['CIS-DI-0009'],
        cis: ['4.9'],
      },
    },
    variable: {
      recommended: false,
      aliases: {
        hadolint: ['DL3020'],
        trivy: ['DS-0005'],
        kics: ['9513a694-aa0d-41d8-be61-3271e056f36b'],
        checkov: ['CKV_DOCKER_4'],
        dockle: ['CIS-DI-0009'],
      },
    },
    mixed: {
      recommended: false,
      aliases: { hadolint: ['DL3020'], checkov: ['CKV_DOCKER_4'], dockle: ['CIS-DI-0009'] },
    },
    // trivy and KICS look for `.tar` in the text
    compressed: {
      recommended: false,
      aliases: {
        trivy: ['DS-0005'],
        kics: ['9513a694-aa0d-41d8-be61-3271e056f36b'],
        checkov: ['CKV_DOCKER_4'],
        dockle: ['CIS-DI-0009'],
      },
    },
    address: {
      recommended: false,
      aliases: {
        kics: ['9513a694-aa0d-41d8-be61-3271e056f36b'],
        checkov: ['CKV_DOCKER_4'],
        dockle: ['CIS-DI-0009'],
      },
    },
    archive: { recommended: false, aliases: { checkov: ['CKV_DOCKER_4'], dockle: ['CIS-DI-0009'] } },
  },
  links: [
    'https://docs.docker.com/build/building/best-practices/#add-or-copy',
    'https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives',
  ],

  instructions: {
    ADD(instruction, { report }) {
      const copied = copiedBy(instruction);
      if (copied === null) return;
      const { node } = instruction;
      const tell = (variant: string, message: string, more: Partial<Reported> = {}): void =>
        report({ at: instruction.at, variant, message, ...more });
      if (copied.sources.some((source) => source !== null && OF_HISTORY.test(source))) return;
      const isAdds = (source: string): boolean => ARCHIVE.test(source) || REMOTE.test(source);
      const names = copied.sources.map((source, index) => source ?? node.words[index]?.raw ?? '');
      const plain = names.find((name, index) => copied.sources[index] !== null && !isAdds(name));
      const doesMore =
        node.flags.some(({ name }) => ['checksum', 'keep-git-dir', 'unpack'].includes(name)) ||
        (names.some(isAdds) && (plain === undefined || names.length > 1));
      if (doesMore)
        return tell(
          plain !== undefined && names.length > 1
            ? 'mixed'
            : names.some((name) => name.includes('.tar'))
              ? 'archive'
              : names.some((name) => REMOTE.test(name))
                ? 'address'
                : 'compressed',
          '`ADD` fetches or unpacks here, which some policies do not want: they ask for COPY alone.',
        );
      if (plain === undefined && names.length > 0)
        return tell(
          'variable',
          `\`ADD\` takes \`${names[0] ?? ''}\`, which is not known here: if it is a plain file, COPY says so.`,
        );
      const what = plain ?? 'a here-document';
      const mayBeArchive = /[*?[]/.test(what);
      return tell(
        'local',
        `\`ADD\` copies \`${what}\`, which it neither fetches nor unpacks: COPY does the same without surprises.`,
        {
          ...(mayBeArchive ? { fixClass: 'needs-proof' } : {}),
          fix: () => [
            {
              range: node.keywordRange,
              text: instruction.place.source.startsWith('a', node.keywordRange.start) ? 'copy' : 'COPY',
            },
          ],
        },
      );
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nADD src /app/src\nADD --chown=1001 "app.zip" /app/\n',
      lines: [2, 3],
      variants: ['local', 'local'],
      fixed: 'FROM debian:13\nCOPY src /app/src\nCOPY --chown=1001 "app.zip" /app/\n',
    },
    {
      text: 'FROM debian:13\nARG SOURCE\nADD ${SOURCE} /opt/\nADD rootfs.tar.xz /\nADD app.tgz /\nADD https://example.com/a /\nADD a.tar b /c/\n',
      lines: [3, 4, 5, 6, 7],
      variants: ['variable', 'archive', 'compressed', 'address', 'mixed'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nCOPY src /app/src\n' },
    {
      text: 'FROM scratch\nADD file:8b8864b3e02a33a579dc216fd51b28a6047bc8eeaa03045b258980fe0cf7fcb3 in /\n',
    },
  ],
});
