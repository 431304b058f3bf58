import { dockerfileOf, type Setup } from '../../model/setup.ts';
import type { Instruction } from '../../syntax/dockerfile/index.ts';
import { stays, type Split, type SplitRung } from '../ecosystem.ts';
import { copiedEntries } from '../context-origin.ts';
import { programsOfCommand } from '../called-programs.ts';
import { calledTools } from '../os/called-tools.ts';
import { shippedPackages } from '../os/shipped-packages.ts';
import { slimBaseOf } from '../slim-base.ts';
import { firstFrom, freeStageName, isSourceCopy, nextFrom, tailOf } from '../stage-text.ts';
import { buildingLines, prunes, type Purpose } from './building-stage.ts';
import { formOf, milder, type Form } from './form.ts';
import { layoutOf, type Layout } from './layout.ts';
import { shippedLines } from './shipped-stage.ts';
import { shippedSource } from './shipped-source.ts';
import { partsOf } from './steps.ts';

/**
 * Splits a single stage that installs Node packages: `dependencies` installs what the program needs when it runs,
 * `builder` keeps the original's own lines up to the last one that makes files, and what ships takes from both.
 */
export function splitNode(setup: Setup, rung: SplitRung): Split {
  const tree = dockerfileOf(setup);
  const stage = tree.stages[0];
  if (stage === undefined) return stays('there is no stage');
  const layout = layoutOf(setup, tree, stage);
  if (typeof layout === 'string') return stays(layout);
  const indexes = layout.steps
    .filter(({ parts, installs }) => installs.length > 0 || parts.some(({ role }) => role === 'work'))
    .map(({ instruction }) => tree.instructions.indexOf(instruction));
  const first = shippedPackages(setup, stage, indexes, rung);
  if (typeof first === 'string') return stays(first);
  // steps before the installation ship as they are: what they call has to be there
  const tools = calledTools(earlyPrograms(layout), first.left);
  if (typeof tools === 'string')
    return stays(`a step before the installation calls ${tools}, which would be left behind`);
  const packages = tools.length === 0 ? first : shippedPackages(setup, stage, indexes, rung, { keep: tools });
  if (typeof packages === 'string') return stays(packages);
  const leavesNothing =
    packages.left.length === 0 && layout.lastBuild < 0 && slimBaseOf(setup, stage.base) === null;
  if (leavesNothing && rung !== 'all-packages')
    return stays('nothing to leave behind: it builds nothing, and installs no compiler, header or tool');
  const asked = formOf(layout, rung);
  const bold = textOf(layout, asked.form, packages.install);
  const text = bold ?? textOf(layout, milder(asked.form), packages.install);
  if (text === null) return stays('its steps cannot be taken to pieces');
  const chosen =
    bold === null ? ['its installation cannot leave development dependencies out: all ship'] : asked.evidence;
  return {
    kind: 'split',
    text,
    evidence: [...chosen, ...packages.evidence, ...told(layout, packages.left)],
  };
}

/** Programs of the steps before the first installation, besides the package managers'. */
function earlyPrograms({ stage, steps, installs }: Layout): string[] {
  const at = (instruction: Instruction) => stage.instructions.indexOf(instruction);
  const first = Math.min(...installs.map(({ instruction }) => at(instruction)));
  return steps
    .filter(({ instruction }) => at(instruction) < first)
    .flatMap((step) => partsOf(step, 'work'))
    .flatMap(({ commands }) => commands.flatMap(programsOfCommand));
}

/** The stages of a form put together; null when it cannot be had. */
function textOf(layout: Layout, { packages, source }: Form, osPackages: string): string | null {
  const { tree, stage, lastBuild } = layout;
  const told = new Set<Instruction>();
  // the comments of a source copy go with the build, or else with what ships
  const sources = stage.instructions.filter(isSourceCopy);
  const ships = shippedSource(layout, source);
  const holdBack = (held: readonly Instruction[]) => held.forEach((one) => told.add(one));
  const release = (held: readonly Instruction[]) => held.forEach((one) => told.delete(one));
  const builder = freeStageName(stage, 'builder', 'build');
  const isSeparate = packages === 'production' && lastBuild >= 0;
  const first = isSeparate ? freeStageName(stage, 'dependencies', 'production') : builder;
  const purpose: Purpose =
    packages === 'production'
      ? 'production'
      : packages === 'folder' || layout.steps.some(prunes)
        ? 'everything'
        : 'build';
  const later = sources.filter((one) =>
    isSeparate ? isBuilt(layout, one) : lastBuild < 0 && ships(one).length > 0,
  );
  holdBack(later);
  const head = buildingLines(layout, purpose, told);
  release(later);
  const built = isSeparate ? buildingLines(layout, 'build', told) : '';
  if (head === null || built === null) return null;
  const shipped = shippedLines(
    layout,
    { packagesFrom: first, outputsFrom: lastBuild >= 0 ? builder : null, source, osPackages },
    told,
  );
  return [
    firstFrom(tree, stage, first),
    head,
    ...(isSeparate ? [nextFrom(tree, stage, builder), built] : []),
    nextFrom(tree, stage, null),
    shipped,
    tailOf(tree),
  ].join('');
}

/** A copy of a folder, which the build reads. */
const isBuilt = ({ setup, stage, lastBuild }: Layout, copy: Instruction): boolean =>
  stage.instructions.indexOf(copy) < lastBuild &&
  (copiedEntries(setup, stage, copy) ?? []).some(({ kind }) => kind === 'folder');

function told({ outputs, isGuess, lastBuild, packageFolders }: Layout, left: readonly string[]): string[] {
  const written = outputs.map(({ path }) => path).join(', ') || 'nothing';
  return [
    `its packages lie in ${packageFolders.join(', ')}`,
    ...(lastBuild < 0
      ? []
      : [isGuess ? `by its commands' defaults the build writes ${written}` : `the build wrote ${written}`]),
    ...(left.length === 0 ? [] : [`not needed when it runs: ${left.join(', ')}`]),
  ];
}
