import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { joined } from '../ecosystems/source-copy.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

export const workdir: Change = {
  id: 'workdir',
  title: 'Working directories by their absolute path',
  why: 'A relative WORKDIR lies wherever the base or a line before it left off: another base, and the program lies elsewhere.',
  class: 'safe',
  rungs: ['absolute'],
  examples: [
    {
      name: 'below the root, and below the one before',
      before: { Dockerfile: 'FROM python:3.13-slim\nWORKDIR app\nWORKDIR src\nCMD ["python", "app.py"]\n' },
      after: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nWORKDIR /app/src\nCMD ["python", "app.py"]\n',
      },
    },
    {
      name: 'where the base starts is not known',
      before: { Dockerfile: 'FROM example/base:1\nWORKDIR app\nCMD ["./run"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const edits: Edit[] = [];
    const ends = new Map<string, string | null>();
    for (const stage of tree.stages) {
      let folder = ends.get(stage.base.toLowerCase()) ?? startOf(setup, tree, stage);
      for (const { argument, words, keyword } of stage.instructions) {
        const [word] = words;
        if (keyword !== 'WORKDIR' || word === undefined) continue;
        folder = argument.includes('$') ? null : next(folder, word.value);
        if (folder !== null && !/^["']?\//.test(word.raw))
          edits.push({ range: word.range, text: written(folder) });
      }
      if (stage.name !== null) ends.set(stage.name, folder);
    }
    if (edits.length === 0) return notNeeded('none is relative to a folder that is known');
    return applied(
      withDockerfile(setup, applyEdits(tree.source, edits)),
      `relative: ${edits.length === 1 ? 'one WORKDIR' : `${edits.length} WORKDIRs`}`,
    );
  },
};

const next = (folder: string | null, path: string): string | null =>
  folder === null && !path.startsWith('/') ? null : joined(folder ?? '/', path);

const written = (path: string): string => (/\s/.test(path) ? JSON.stringify(path) : path);

/** Official images that start in the root; others have folders of their own (`/var/www/html`, `/go`). */
const STARTS_IN_ROOT =
  /^(docker\.io\/)?(library\/)?(python|node|ruby|debian|ubuntu|alpine|buildpack-deps|eclipse-temurin|nginx|scratch)(:|@|$)/;

/** Where a stage's image starts; null when it is not known. */
function startOf(setup: Setup, tree: DockerfileTree, stage: Stage): string | null {
  const shipped = shippedStage(tree);
  const seen = setup.facts.image?.config.workingDir ?? null;
  if (seen !== null && shipped?.base === stage.base) {
    const own = shipped.instructions
      .filter((one) => is(one, 'WORKDIR'))
      .map(({ words }) => words[0]?.value ?? '');
    const absolute = own.findLastIndex((path) => path.startsWith('/'));
    // what was observed ends with what the file adds to the base's own
    const added = absolute < 0 ? joined('/', own.join('/')) : null;
    if (added === '/') return seen === '' ? '/' : seen;
    if (added !== null && seen.endsWith(added)) return seen.slice(0, -added.length) || '/';
  }
  return STARTS_IN_ROOT.test(stage.base) ? '/' : null;
}
