import {
  absolutePath,
  argumentsOf,
  baseName,
  defineRule,
  type Command,
  type InstructionFacts,
} from '../lint/index.ts';
import { removeParagraph } from '../syntax/dockerfile/index.ts';
import type { Edit } from '../syntax/text.ts';
import { copiedBy, onlyFileOf } from './copies/copied.ts';

const ARCHIVE = /\.(?:tar|tgz|tbz2?|tb2|txz|tlz|tpz|tar\.\w+|gz|bz2|xz|lzma|Z|tZ|zst)$/i;

export const addExtractsArchive = defineRule({
  id: 'add-extracts-archive',
  title: 'ADD for an archive that is unpacked',
  why: 'An archive that COPY brings and a RUN unpacks is in the image twice: packed in the layer of the COPY, which no later `rm` makes smaller, and unpacked in the next.',
  remedy:
    'Write ADD, which unpacks local tar archives while it copies them, or read the archive through `RUN --mount=type=bind`.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: { hadolint: ['DL3010'] },
  links: [
    'https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypebind',
  ],

  stage(stage, { report }) {
    /** archives by their names in the image, with the COPY that brought each */
    const archives = new Map<string, InstructionFacts>();
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'COPY')
        for (const name of archivesOf(instruction)) archives.set(name, instruction);
      if (instruction.keyword !== 'RUN' || archives.size === 0) continue;
      for (const command of instruction.commands) {
        const name = unpackedBy(command).find((each) => archives.has(each));
        const copy = name === undefined ? undefined : archives.get(name);
        if (name === undefined || copy === undefined) continue;
        archives.delete(name);
        report({
          at: copy.at,
          message: `The archive \`${name}\` is copied and then unpacked by a RUN, so the image holds it packed as well: \`ADD\` unpacks it while it copies.`,
          fix: () => asAdd(copy, command),
        });
      }
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nCOPY app.tar.gz /opt/\nRUN tar -xzf /opt/app.tar.gz -C /opt && rm /opt/app.tar.gz\n',
      lines: [2],
      fixed: 'FROM debian:13\nADD app.tar.gz /opt/\n',
    },
    {
      text: 'FROM debian:13\nWORKDIR /opt\nCOPY build/app.tgz app.tgz\nRUN tar xf app.tgz\n',
      lines: [3],
      fixed: 'FROM debian:13\nWORKDIR /opt\nADD build/app.tgz /opt/\n',
    },
  ],
  valid: [
    { text: 'FROM debian:13\nADD app.tar.gz /opt/\n' },
    { text: 'FROM debian:13\nCOPY app.tar.gz /opt/\n' },
    { text: 'FROM debian:13\nCOPY --from=builder /some.tar /opt/\nRUN tar -xf /opt/some.tar\n' },
    { text: 'FROM debian:13\nRUN --mount=type=bind,source=app.tar,target=/app.tar tar -xf /app.tar\n' },
  ],
});

function archivesOf(instruction: InstructionFacts): string[] {
  const copied = copiedBy(instruction);
  if (copied === null || copied.from !== null) return [];
  // as written: on Windows a backslash is no escape
  const names = instruction.node.words.map(({ raw }) => baseName(raw.replaceAll(/^["']|["']$/g, '')));
  const target = names.pop() ?? '';
  return ARCHIVE.test(target) ? [target] : names.filter((name) => ARCHIVE.test(name));
}

/** The names of what a tar or a decompressing program takes apart; ADD unpacks tar archives alone, so zip is not among them. */
function unpackedBy({ program, args }: Command): string[] {
  const isTar = program === 'tar' || program === 'bsdtar' || program === 'tar.exe';
  if (!isTar && !/^(?:gunzip|bunzip2|unxz|unlzma|uncompress|zcat|gzcat)$/.test(program ?? '')) return [];
  const texts = args.map(({ value, raw }) => value ?? raw);
  const [mode = ''] = texts;
  const extracts =
    !isTar ||
    /^[A-Za-z]*x[A-Za-z]*$/.test(mode) ||
    texts.some((text) => /^-[A-Za-z]*x|^--(?:extract|get)$/.test(text));
  return extracts ? texts.map((text) => baseName(text.replace(/^--file=/, ''))) : [];
}

/**
 * The COPY as an ADD that unpacks where `tar` did. Only where the step does nothing else than to unpack all of the one
 * archive, and perhaps to delete it.
 */
function asAdd(copy: InstructionFacts, { instruction, program, args }: Command): Edit[] | null {
  const { place, node, commands, mounts } = instruction;
  const copied = copiedBy(copy);
  const archive = copied === null ? null : onlyFileOf(copied);
  const destination = copy.node.words.at(-1);
  if (archive === null || destination === undefined || copy.node.json !== null || mounts.length > 0)
    return null;
  if (program !== 'tar' || commands.length > 2 || node.heredocs.length > 0 || place.isTrigger) return null;
  // `tar xzf`: the first word may do without its dash
  const words = args.map(
    ({ value }, index) => (index === 0 ? value?.replace(/^(?=[a-z])/, '-') : value) ?? '',
  );
  const read = /^-[zjJvp]*x[zjJvp]*f$/.test(words[0] ?? '') ? words.slice(1) : [];
  const [file = '', flag = '-C', folder = '.', ...others] = read;
  const isAll = read.length > 0 && flag === '-C' && others.length === 0 && /^[\w./-]+$/.test(folder);
  if (!isAll || absolutePath(file, place.workdir) !== archive) return null;
  const other = commands.find((one) => one.program !== 'tar');
  const deleted = other === undefined ? [] : argumentsOf(other).operands.map(({ value }) => value ?? '');
  const onlyDeletes =
    other?.program === 'rm' &&
    deleted.length === 1 &&
    absolutePath(deleted[0] ?? '', place.workdir) === archive;
  if (commands.length === 2 && !onlyDeletes) return null;
  const target = absolutePath(folder, place.workdir);
  return [
    { range: copy.node.keywordRange, text: 'ADD' },
    { range: destination.range, text: target === '/' ? '/' : `${target}/` },
    ...removeParagraph(place.tree, node),
  ];
}
