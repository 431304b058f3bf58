import { defineRule, type ContextFile } from '../lint/index.ts';
import { folderCopies, isBelow, visibleFiles } from './context/visible.ts';
import { secretFile } from './secrets/files.ts';

/** Keys that tests use are no secrets. */
const OF_TESTS = /(?:^|\/)(?:tests?|testdata|test-data|__tests__|spec|fixtures|mocks?|examples?|samples?)\//;
/** More are not named in one message. */
const MOST_NAMED = 5;

export const dockerignoreSecrets = defineRule({
  id: 'dockerignore-secrets',
  title: 'Keys and passwords stay out of the build context',
  why: 'A COPY of a folder takes the files with keys and passwords that lie in it. They stay in the layer, for everybody who gets the image, even when a later step deletes them.',
  remedy: 'Name them in the ignore file, and mount what a step needs with `RUN --mount=type=secret`.',
  category: 'secrets',
  appliesTo: 'dockerignore',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 8,
  aliases: {},
  variants: { shipped: { aliases: {} }, builder: { aliases: {}, severity: 'warning' } },
  links: [
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://docs.docker.com/build/building/secrets/',
  ],

  dockerfile(file, { report }) {
    const copies = folderCopies(file);
    if (copies.length === 0) return;
    const found = visibleFiles(file.around)?.get(secretFiles) ?? [];
    if (found.length === 0) return;
    const told = new Set<string>();
    for (const { instruction, folders } of copies) {
      const brought = found.filter(
        ({ path }) => !told.has(path) && folders.some((folder) => isBelow(path, folder)),
      );
      if (brought.length === 0) continue;
      for (const { path } of brought) told.add(path);
      const named = brought.slice(0, MOST_NAMED).map(({ path, what }) => `\`${path}\` (${what})`);
      const more = brought.length > MOST_NAMED ? ` and ${brought.length - MOST_NAMED} more` : '';
      const ships = instruction.stage?.ships === true;
      report({
        at: instruction.at,
        variant: ships ? 'shipped' : 'builder',
        message: `\`${instruction.keyword} ${instruction.node.argument}\` brings ${named.join(', ')}${more} into ${ships ? 'the image' : 'a stage, and so into the build cache'}: keep ${brought.length === 1 ? 'it' : 'them'} out with the ignore file.`,
      });
    }
  },

  invalid: [
    {
      path: 'Dockerfile',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
      files: { '.env': 'A=b', '.env.example': '', 'app.js': '' },
      lines: [3],
    },
    {
      path: 'Dockerfile',
      text: 'FROM node:22\nCOPY config /app/config\n',
      files: { 'config/id_rsa': '' },
      lines: [2],
    },
  ],
  valid: [
    {
      path: 'Dockerfile',
      text: 'FROM node:22\nCOPY . /app\n',
      files: { '.env': 'A=b', '.dockerignore': '.env\n', '.env.example': '' },
    },
    { path: 'Dockerfile', text: 'FROM node:22\nCOPY src /app\n', files: { '.env': 'A=b', 'src/a.js': '' } },
  ],
});

function secretFiles(files: readonly ContextFile[]): { path: string; what: string }[] {
  return files.flatMap(({ path }) => {
    const what = secretFile(path);
    return what === null || OF_TESTS.test(path) ? [] : [{ path, what }];
  });
}
