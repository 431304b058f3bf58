import { is } from '../../model/stages.ts';
import { inFileStyle, type Instruction } from '../../syntax/dockerfile/index.ts';
import { keepItems, nodeCommand } from '../../syntax/shell/index.ts';
import { dominantEol } from '../../syntax/text.ts';
import { calledPrograms } from '../called-programs.ts';
import { copiedEntries } from '../context-origin.ts';
import { isPackageStep } from '../os/install-commands.ts';
import { absoluteIn } from '../source-copy.ts';
import { chunkText, isReferenced, isSourceCopy, leadOf, withBlankLead, withoutLead } from '../stage-text.ts';
import type { Layout } from './layout.ts';
import { startedPrograms } from './start.ts';
import type { Part, Step } from './steps.ts';
import { shippedSource } from './shipped-source.ts';

/** What the stage that ships is made of. */
export interface Shipment {
  /** the stage that `node_modules` come from */
  packagesFrom: string;
  /** the stage that what the build wrote comes from; null when nothing was built */
  outputsFrom: string | null;
  /** the source: only what the program may want besides what was built, all, or with everything else in one folder */
  source: 'needed' | 'whole' | 'folder';
  /** a RUN that installs OS packages, lines joined by `\n`; empty when there are none */
  osPackages: string;
}

/** The instructions of the stage that ships, in the original's order. */
export function shippedLines(layout: Layout, shipment: Shipment, told: Set<Instruction>): string {
  const { stage, tree, installs, lastBuild, lastInstall } = layout;
  const eol = dominantEol(tree.source);
  const source = shippedSource(layout, shipment.source);
  const kept = stage.instructions.filter((one) => shipsAsItIs(layout, one, shipment));
  const packageStep = stage.instructions.find(
    (one) => isPackageStep(one, tree.source) || hasOsPackages(layout, one),
  );
  const pending = {
    osPackages: shipment.osPackages !== '',
    packages: true,
    outputs: shipment.outputsFrom !== null,
  };
  const lines: string[] = [];
  // the blank line above what does not ship separates what comes next
  let blank = '';
  const push = (text: string) => {
    lines.push(leadOf(text) === '' ? blank + text : text);
    blank = '';
  };
  const add = (text: string) => {
    if (text !== '') push(inFileStyle(tree, text) + eol);
  };
  for (const [index, instruction] of stage.instructions.entries()) {
    const chunk = chunkText(tree, instruction, []);
    blank ||= withBlankLead(leadOf(chunk));
    const isInstall = installs.some((one) => one.instruction === instruction);
    const copies = isSourceCopy(instruction) ? source(instruction) : [];
    if (pending.osPackages && (instruction === packageStep || isInstall || index === lastInstall)) {
      add(shipment.osPackages);
      pending.osPackages = false;
    }
    // packages change less often than the source: they are copied before it
    if (
      pending.packages &&
      (index === lastInstall || (copies.length > 0 && isFolderCopy(layout, instruction)))
    ) {
      add(packageCopies(layout, instruction, shipment));
      pending.packages = false;
    }
    for (const copy of copies) {
      if (copy === 'as-it-is') push(told.has(instruction) ? withoutLead(chunk) : chunk);
      else push(copy + eol);
    }
    if (pending.outputs && index === lastBuild) {
      add(outputCopies(layout, instruction, shipment));
      pending.outputs = false;
    }
    if (isSourceCopy(instruction)) continue;
    const text = ownText(layout, instruction, shipment, kept);
    if (text !== null) push(told.has(instruction) ? withoutLead(text) : text);
  }
  return lines.join('');
}

const hasOsPackages = ({ steps }: Layout, instruction: Instruction): boolean =>
  steps.some(
    (step) => step.instruction === instruction && step.parts.some(({ role }) => role === 'os-packages'),
  );

const isFolderCopy = ({ setup, stage }: Layout, instruction: Instruction): boolean =>
  copiedEntries(setup, stage, instruction)?.some(({ kind }) => kind === 'folder') ?? true;

/** An instruction that goes into the shipped stage with all its parts, for what reads build arguments. */
function shipsAsItIs(layout: Layout, instruction: Instruction, shipment: Shipment): boolean {
  if (is(instruction, 'ARG')) return false;
  const step = layout.steps.find((one) => one.instruction === instruction);
  return step === undefined || shippedParts(layout, step, shipment).length > 0;
}

function ownText(
  layout: Layout,
  instruction: Instruction,
  shipment: Shipment,
  kept: readonly Instruction[],
): string | null {
  const { tree, steps } = layout;
  if (is(instruction, 'ARG') && !isReferenced(tree, instruction, kept)) return null;
  const step = steps.find((one) => one.instruction === instruction);
  if (step === undefined) return chunkText(tree, instruction, []);
  const parts = shippedParts(layout, step, shipment);
  const cut =
    parts.length === 0
      ? null
      : keepItems(
          step.script,
          parts.map(({ item }) => item),
        );
  return cut === null ? null : chunkText(tree, instruction, cut);
}

/** The parts of a RUN that the shipped stage wants for itself. */
function shippedParts(layout: Layout, step: Step, shipment: Shipment): Part[] {
  const { stage, installs } = layout;
  const firstInstall = Math.min(
    ...installs.map(({ instruction }) => stage.instructions.indexOf(instruction)),
  );
  const isEarly = stage.instructions.indexOf(step.instruction) < firstInstall;
  const wanted = step.parts.filter((part) => {
    if (part.role === 'accounts') return true;
    if (part.role === 'global') return isCalled(layout, part);
    if (part.role === 'work') return isEarly && !step.parts.some(({ role }) => role === 'os-packages');
    return part.role === 'files' && makesFiles(layout, part, shipment);
  });
  if (wanted.length === 0) return [];
  // where they stand, and how they fail, comes along
  return step.parts.filter(
    (part) =>
      wanted.includes(part) ||
      (part.role === 'files' && part.commands.every(({ name }) => /^(cd|set|export)$/.test(name ?? ''))),
  );
}

/** A program for the whole image that the start, a check or a script calls. */
function isCalled({ setup, start }: Layout, part: Part): boolean {
  const called = [...calledPrograms(setup), ...startedPrograms(start)];
  return part.commands.some((command) => {
    const node = nodeCommand(command);
    if (node?.action === 'enable') return called.some((name) => /^(yarn|pnpm)$/.test(name));
    const names = (node?.operands ?? []).map(({ value }) => (value ?? '').replace(/(.)@.*$/, '$1'));
    return names.some((name) => {
      const bare = name.slice(name.indexOf('/') + 1);
      return called.some((one) => one === bare || one.startsWith(`${bare}-`) || name.startsWith(`@${one}/`));
    });
  });
}

/** Folders, links and modes of its own, not what only tidies up after the build. */
function makesFiles({ folder }: Layout, { commands }: Part, { source }: Shipment): boolean {
  const writing = commands.filter(
    ({ name }) => !/^(cd|set|export|echo|true|:|test|\[|ls|pwd|sleep|cat)$/.test(name ?? ''),
  );
  const deletesOnly = writing.every(({ name }) => name === 'rm' || name === 'find');
  if (writing.length === 0)
    return commands.some(({ redirects }) => redirects.some(({ operator }) => operator.includes('>')));
  if (deletesOnly)
    return (
      source === 'whole' &&
      !writing.every(({ words }) => words.slice(1).every(({ raw }) => /^-|^\/(tmp|root|var)\//.test(raw)))
    );
  if (source !== 'folder') return true;
  return writing.some(({ words }) =>
    words.some(({ value }) => value?.startsWith('/') === true && !value.startsWith(`${folder}/`)),
  );
}

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

function packageCopies(layout: Layout, at: Instruction, { packagesFrom, source }: Shipment): string {
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

function outputCopies(
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
