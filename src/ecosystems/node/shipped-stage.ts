import { is } from '../../model/stages.ts';
import { inFileStyle, type Instruction } from '../../syntax/dockerfile/index.ts';
import { keepItems } from '../../syntax/shell/index.ts';
import { dominantEol } from '../../syntax/text.ts';
import { copiedEntries } from '../context-origin.ts';
import { isPackageStep } from '../os/install-commands.ts';
import { chunkText, isReferenced, isSourceCopy, leadOf, withBlankLead, withoutLead } from '../stage-text.ts';
import type { Layout } from './layout.ts';
import type { Shipment } from './shipment.ts';
import { shippedParts } from './shipped-parts.ts';
import { shippedSource } from './shipped-source.ts';
import { outputCopies, packageCopies } from './taken-copies.ts';

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
