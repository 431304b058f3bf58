import { nodeCommand } from '../../syntax/shell/index.ts';
import { calledPrograms } from '../called-programs.ts';
import type { Layout } from './layout.ts';
import type { Shipment } from './shipment.ts';
import { startedPrograms } from './start.ts';
import type { Part, Step } from './steps.ts';

/** The parts of a RUN that the shipped stage wants for itself. */
export function shippedParts(layout: Layout, step: Step, shipment: Shipment): Part[] {
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
