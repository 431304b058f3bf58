import { absolutePath, argumentsOf, defineRule, type Command, type InstructionFacts } from '../lint/index.ts';
import { aptInstall } from '../syntax/shell/index.ts';
import { copiedBy, onlyFileOf } from './copies/copied.ts';

/** What is mostly large; a script or a list that is deleted later leaves next to nothing. */
const HEAVY = /\.(?:tar|t[gbx]z2?|gz|bz2|xz|zst|zip|7z|run|bin|deb|rpm|apk|whl|jar|war|iso|img|sql|dump)$/i;

export const deleteInSameLayer = defineRule({
  id: 'delete-in-same-layer',
  title: 'Deleted in the layer that made it',
  why: 'A layer only adds to those below it. What an earlier instruction wrote stays in the image and is sent with it, even when a later one deletes it.',
  remedy:
    'Delete in the RUN that makes the file, mount it with `--mount=type=bind`, or do it in a stage that does not ship.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {},
  variants: { heavy: { aliases: {} }, light: { aliases: {}, severity: 'info' } },
  links: ['https://docs.docker.com/build/building/best-practices/#run'],

  stage(stage, { report }) {
    if (!stage.ships) return;
    const files = new Map<string, InstructionFacts>();
    /** a file's path, and each folder above it, to the last such file */
    const below = new Map<string, string>();
    const add = (path: string, maker: InstructionFacts): void => {
      files.set(path, maker);
      for (const folder of upwards(path)) below.set(folder, path);
    };
    const packages = new Map<string, InstructionFacts>();
    for (const instruction of stage.instructions) {
      if (instruction.place.isTrigger) continue;
      const copied = copiedBy(instruction);
      const file = copied === null ? null : (onlyFileOf(copied) ?? copied.target);
      if (file !== null && file !== '/' && instruction.node.heredocs.length === 0) add(file, instruction);
      if (instruction.keyword !== 'RUN') continue;
      const made: string[] = [];
      for (const command of instruction.commands) {
        if (command.program === 'rm') {
          for (const { path, at } of removedBy(command)) {
            const name = below.get(path);
            const maker = name === undefined ? undefined : files.get(name);
            if (name === undefined || maker === undefined || made.includes(name)) continue;
            files.delete(name);
            report({
              at,
              variant: isLight(name, maker) ? 'light' : 'heavy',
              message: `\`${name}\` is deleted here, but a ${maker.keyword} before it has written it into a layer of its own, where its bytes stay: delete it in the same step, or mount it.`,
            });
          }
        }
        const download = downloadedBy(command);
        if (download !== null) made.push(download);
        const found = uninstalledBy(command).find(({ name }) => packages.has(name));
        if (found !== undefined) {
          packages.delete(found.name);
          report({
            at: found.at,
            variant: 'heavy',
            message: `The package \`${found.name}\` is removed here, but an earlier RUN has installed it into another layer, where its bytes stay: install, use and remove it in one RUN.`,
          });
        }
      }
      for (const path of made) add(path, instruction);
      for (const command of instruction.commands)
        for (const name of installedBy(command)) packages.set(name, instruction);
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nCOPY setup.run /tmp/setup.run\nRUN /tmp/setup.run && rm /tmp/setup.run\n',
      lines: [3],
    },
    {
      text: 'FROM debian:13\nRUN curl -o /tmp/a.zip https://example.com/a.zip\nRUN unzip /tmp/a.zip && rm -f /tmp/a.zip\n',
      lines: [3],
    },
    {
      text: 'FROM debian:13\nRUN apt-get update && apt-get install -y gcc\nRUN make\nRUN apt-get purge -y gcc\n',
      lines: [4],
    },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN curl -o /tmp/a.zip https://example.com/a.zip && unzip /tmp/a.zip && rm /tmp/a.zip\n',
    },
    {
      text: 'FROM debian:13 AS builder\nCOPY setup.run /tmp/\nRUN rm /tmp/setup.run\nFROM debian:13\nCOPY --from=builder /opt /opt\n',
    },
    { text: 'FROM debian:13\nCOPY app /app\nRUN rm -rf /var/lib/apt/lists/*\n' },
  ],
});

/** A file of the context that is not named like something large. */
const isLight = (path: string, maker: InstructionFacts): boolean =>
  maker.keyword !== 'RUN' &&
  !HEAVY.test(path) &&
  copiedBy(maker)?.sources.every((source) => source?.includes('://') === false) === true;

/** A path and the folders above it, the root not among them. */
function upwards(path: string): string[] {
  const parts = path.split('/').slice(1, 33);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

interface Removed {
  path: string;
  at: Command['shell']['range'];
}

function removedBy(command: Command): Removed[] {
  const { workdir } = command.instruction.place;
  const before = command.instruction.commands.slice(Math.max(0, command.index - 50), command.index);
  const moved = before.some(({ program }) => program === 'cd' || program === 'pushd');
  return argumentsOf(command).operands.flatMap(({ value, range }) => {
    if (value === null || (moved && !value.startsWith('/'))) return [];
    const folder = value.replace(/\/\*$/, '');
    return /[*?[]/.test(folder) || folder === '' ? [] : [{ path: absolutePath(folder, workdir), at: range }];
  });
}

const CURL = {
  letters: 'oHuAbdeFTxXm',
  names: ['output', 'header', 'user', 'request', 'data', 'max-time', 'retry'],
};
const WGET = {
  letters: 'OPoetTUQ',
  names: ['output-document', 'directory-prefix', 'timeout', 'tries', 'header'],
};

/** The file that a download is written to. */
function downloadedBy(command: Command): string | null {
  const { program, instruction } = command;
  if (program !== 'curl' && program !== 'wget') return null;
  const { options } = argumentsOf(command, program === 'curl' ? CURL : WGET);
  const names = program === 'curl' ? ['-o', '--output'] : ['-O', '--output-document'];
  const value = options.find(({ name }) => names.includes(name))?.value ?? null;
  const isFile = value !== null && value !== '-' && !value.startsWith('/dev/');
  return isFile ? absolutePath(value, instruction.place.workdir) : null;
}

const installedBy = ({ shell }: Command): string[] => {
  const apt = aptInstall(shell);
  if (apt === null || !/^(?:install|add)$/.test(apt.verb)) return [];
  return apt.packages.flatMap(({ name }) => name ?? []);
};

const uninstalledBy = ({ shell }: Command): { name: string; at: Command['shell']['range'] }[] => {
  const apt = aptInstall(shell);
  if (apt === null || !/^(?:purge|remove|autoremove|del)$/.test(apt.verb)) return [];
  return apt.packages.flatMap(({ name, range }) => (name === null ? [] : [{ name, at: range }]));
};
