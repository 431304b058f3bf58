import type { Setup } from '../../model/setup.ts';
import { is, shippedStage } from '../../model/stages.ts';
import {
  inFileStyle,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../../syntax/dockerfile/index.ts';
import { aptInstall, shellOf, type ShellCommand, type ShellScript } from '../../syntax/shell/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { stagesUnder, userAt } from '../step-user.ts';
import { withoutCleaning } from './cleaning.ts';
import { addMounts } from './mounts.ts';
import type { Mounting } from './tool-mounts.ts';

/** apt takes a lock on both: two builds at once have to wait for each other. */
const FOLDERS = ['/var/cache/apt', '/var/lib/apt'];
const MOUNTS = FOLDERS.map((folder) => `type=cache,target=${folder},sharing=locked`);

/** Debian's images have a hook that deletes what was downloaded after each installation. */
const KEEP_DOWNLOADS = 'rm -f /etc/apt/apt.conf.d/docker-clean';

/**
 * Cache mounts for apt in stages that are not shipped. What ships keeps its clean-up: that leaves as little in the layer,
 * and the hook that a mount has to take away would be missing from the image that others build upon.
 */
export function aptMounts(setup: Setup, tree: DockerfileTree): Mounting {
  const shipped = shippedStage(tree);
  const lasting = shipped === null ? [] : stagesUnder(tree, shipped);
  const edits = tree.stages
    .filter((stage) => !lasting.includes(stage))
    .flatMap((stage) => stageEdits(setup, tree, stage));
  return {
    edits,
    evidence: edits.length === 0 ? [] : [`apt keeps its downloads in ${FOLDERS.join(' and ')}`],
  };
}

interface AptStep {
  instruction: Instruction;
  script: ShellScript;
  calls: { command: ShellCommand; verb: string }[];
}

function stageEdits(setup: Setup, tree: DockerfileTree, stage: Stage): Edit[] {
  const steps = stage.instructions.flatMap((one) => aptStep(tree, one) ?? []);
  const has = ({ calls }: AptStep, verb: string) => calls.some((one) => one.verb === verb);
  // the lists of a mount are gone for a step that does not mount them
  if (!steps.every((step) => has(step, 'update') && has(step, 'install'))) return [];
  if (steps.every(installsOnlyAnInit)) return [];
  if (steps.some(({ instruction }) => userAt(setup, tree, stage, instruction)?.ids !== null)) return [];
  const keepsHook = !stagesUnder(tree, stage).some(({ instructions }) =>
    instructions.some(({ argument }) => argument.includes('docker-clean')),
  );
  const found = steps.map((step) => mountStep(tree, step, keepsHook));
  return found.some((one) => one === null) ? [] : found.flatMap((one) => one ?? []);
}

/** A stage that only fetches an init downloads next to nothing. */
const installsOnlyAnInit = ({ calls }: AptStep): boolean =>
  calls
    .flatMap(({ command, verb }) => (verb === 'install' ? (aptInstall(command)?.packages ?? []) : []))
    .every(({ name }) => /^(dumb-init|tini)$/.test(name ?? ''));

function aptStep(tree: DockerfileTree, instruction: Instruction): AptStep | null {
  const script = is(instruction, 'RUN') ? shellOf(instruction, tree.source) : null;
  const calls = (script?.commands ?? []).flatMap((command) => {
    const apt = aptInstall(command);
    return apt === null || apt.tool === 'apk' ? [] : [{ command, verb: apt.verb }];
  });
  return script === null || calls.length === 0 ? null : { instruction, script, calls };
}

/** @returns null when the step cannot have the mounts, and so none of the stage can */
function mountStep(tree: DockerfileTree, step: AptStep, keepsHook: boolean): Edit[] | null {
  const { instruction, script, calls } = step;
  if (instruction.flags.some(({ name, value }) => name === 'mount' && /\bapt\b/.test(value ?? ''))) return [];
  const [first] = calls;
  if (!script.complete || first === undefined || first.command.depth > 0) return null;
  if (!['first', '&&', ';', '\n'].includes(first.command.connector)) return null;
  const empties = (command: ShellCommand) => /^(auto)?clean$/.test(aptInstall(command)?.verb ?? '');
  const cleaning = withoutCleaning(
    script,
    FOLDERS.map((folder) => ({ folder, home: null, tool: { cleans: empties } })),
  );
  if (cleaning === null || cleaning.isWhole) return null;
  const at = first.command.range.start;
  const joint = instruction.heredocs.length > 0 ? ' && ' : inFileStyle(tree, ' \\\n    && ');
  return [
    ...addMounts(tree, instruction, MOUNTS),
    ...(keepsHook ? [{ range: { start: at, end: at }, text: `${KEEP_DOWNLOADS}${joint}` }] : []),
    ...cleaning.edits,
  ];
}
