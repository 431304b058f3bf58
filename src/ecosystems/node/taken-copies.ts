import type { Instruction } from '../../syntax/dockerfile/index.ts';
import { absoluteIn } from '../source-copy.ts';
import { isSourceCopy } from '../stage-text.ts';
import type { Layout } from './layout.ts';
import type { Shipment } from './shipment.ts';

/** `./x` where a path lies in the folder that an instruction works in, else the path itself. */
function destination({ stage }: Layout, instruction: Instruction, path: string): string {
  const here = absoluteIn(stage, instruction, '.');
  return here !== '/' && path.startsWith(`${here}/`) ? `./${path.slice(here.length + 1)}` : path;
}

/** The owner that the project's own files are given. */
function ownerFlag({ stage }: Layout): string {
  const flag = stage.instructions
    .filter(isSourceCopy)
    .flatMap(({ flags }) => flags)
    .findLast(({ name }) => name === 'chown');
  return flag?.value == null ? '' : `--chown=${flag.value} `;
}

/** Lines that take the packages from the stage that installed them. */
export function packageCopies(layout: Layout, at: Instruction, { packagesFrom, source }: Shipment): string {
  const { folder, packageFolders } = layout;
  const folders =
    source === 'folder'
      ? [folder, ...packageFolders.filter((path) => !path.startsWith(`${folder}/`))]
      : packageFolders;
  return folders
    .map((path) => {
      const isHome = source === 'folder' && path === folder;
      const owner = isHome ? ownerFlag(layout) : '';
      return `COPY --from=${packagesFrom} ${owner}${path} ${isHome ? homeOf(layout, at) : destination(layout, at, path)}`;
    })
    .join('\n');
}

const homeOf = ({ stage, folder }: Layout, at: Instruction): string =>
  absoluteIn(stage, at, '.') === folder ? './' : folder;

/** Lines that take from the stage that built what it wrote. */
export function outputCopies(
  layout: Layout,
  at: Instruction,
  { outputsFrom, packagesFrom, source }: Shipment,
): string {
  const covered = [
    ...(source === 'folder' ? [layout.folder] : []),
    ...(packagesFrom === outputsFrom ? layout.packageFolders : []),
  ];
  const paths = layout.outputs
    .map(({ path }) => path)
    .filter((path) => !covered.some((folder) => path.startsWith(`${folder}/`)));
  const owner = ownerFlag(layout);
  const [home = layout.folder] = layout.installs.map(({ folder }) => folder);
  // a step that only checks makes no files; nobody runs it unless something is taken from its stage
  if (paths.length === 0 && packagesFrom !== outputsFrom && !layout.isGuess)
    paths.push(`${home === '/' ? '' : home}/package.json`);
  return paths
    .map((path) => `COPY --from=${outputsFrom} ${owner}${path} ${destination(layout, at, path)}`)
    .join('\n');
}
