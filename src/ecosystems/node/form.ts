import { inContext } from '../../model/setup.ts';
import type { SplitRung } from '../ecosystem.ts';
import { failingWithoutDev } from './install-scripts.ts';
import type { Layout } from './layout.ts';
import { isDevProgram } from './lock.ts';
import type { Shipment } from './shipment.ts';
import { readsSourcesAtRunTime } from './source-needed.ts';
import { startedPrograms, startPaths } from './start.ts';

/** What ships of a project's packages and of its source. */
export interface Form {
  packages: 'production' | 'all' | 'folder';
  source: Shipment['source'];
}

/** The form that holds where development dependencies cannot be told apart. */
export const milder = ({ source }: Form): Form => ({ packages: 'all', source });

/** How much ships on a rung, as far as it is known beforehand that less would not do. */
export function formOf(layout: Layout, rung: SplitRung): { form: Form; evidence: string[] } {
  const { manifest, lock, start, outputs, folder, installs } = layout;
  if (rung === 'all-packages') return { form: { packages: 'folder', source: 'folder' }, evidence: [] };
  const whole: Form = { packages: 'all', source: 'whole' };
  if (rung === 'dependencies-kept') return { form: whole, evidence: ['all dependencies ship'] };
  if (isPlugAndPlay(layout) || outputs.length > MOST_OUTPUTS || outputs.some(({ path }) => path === folder))
    return {
      form: { packages: 'folder', source: 'folder' },
      evidence: [
        isPlugAndPlay(layout)
          ? 'yarn keeps its packages outside node_modules: the whole folder ships'
          : 'the build writes all over its folder, which ships as a whole',
      ],
    };
  const source: Shipment['source'] = rung === 'by-evidence' && startsFromOutput(layout) ? 'needed' : 'whole';
  const dev =
    manifest === null ? undefined : startedPrograms(start).find((one) => isDevProgram(manifest, lock, one));
  if (dev !== undefined)
    return {
      form: whole,
      evidence: [`it starts ${dev}, which is a development dependency: all dependencies ship`],
    };
  if (isBerry(layout))
    return {
      form: { packages: 'all', source },
      evidence: ['all dependencies ship: this yarn has no installation without the others'],
    };
  const hidesDev = installs.every(({ production }) => production);
  const hasNoDev = manifest !== null && Object.keys(manifest.devDependencies).length === 0;
  if (hidesDev || (hasNoDev && !manifest.hasLocalPackages))
    return {
      form: { packages: 'all', source },
      evidence: ['it has no development dependencies to leave behind'],
    };
  const count = Object.keys(manifest?.devDependencies ?? {}).length;
  return {
    form: { packages: 'production', source },
    evidence: [
      ...(count === 0 ? [] : [`${count} development dependencies, with all that they bring, stay behind`]),
      ...(manifest === null ? [] : failingWithoutDev(manifest, lock)).map(
        ({ name, text }) => `its own ${name} script (\`${text}\`) needs them, and runs only where they are`,
      ),
    ],
  };
}

/** More folders than this are no output but the whole app. */
const MOST_OUTPUTS = 12;

/** The start command runs what the build wrote, and nothing else of the project. */
function startsFromOutput({ start, outputs, manifest, isGuess, lastBuild }: Layout): boolean {
  const [program = ''] = start.argv ?? [];
  if (lastBuild < 0 || isGuess || manifest === null || manifest.hasLocalPackages) return false;
  if (!/(^|\/)(node|nodejs|pm2-runtime|pm2)$/.test(program)) return false;
  if (readsSourcesAtRunTime(manifest.dependencies)) return false;
  const paths = [
    ...startPaths(start),
    ...(start.argv ?? []).slice(1).map((word) => `${start.folder}/${word}`),
  ];
  return paths.some((path) =>
    outputs.some((output) => path === output.path || path.startsWith(`${output.path}/`)),
  );
}

const textIn = ({ setup, manifest }: Layout, name: string): string =>
  setup.files.get(
    inContext(setup, manifest === null || manifest.folder === '' ? name : `${manifest.folder}/${name}`),
  ) ?? '';

const isBerry = (layout: Layout): boolean =>
  layout.installs.some(({ node }) => node.tool === 'yarn') &&
  (/^yarn@[2-9]/.test(layout.manifest?.packageManager ?? '') ||
    textIn(layout, '.yarnrc.yml') !== '' ||
    textIn(layout, 'yarn.lock').includes('\n__metadata:'));

const isPlugAndPlay = (layout: Layout): boolean =>
  isBerry(layout) && !/^nodeLinker:\s*["']?(node-modules|pnpm)/m.test(textIn(layout, '.yarnrc.yml'));
