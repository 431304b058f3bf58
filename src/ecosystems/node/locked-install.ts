import { inContext, type Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import { envPairs, type DockerfileTree, type Stage } from '../../syntax/dockerfile/index.ts';
import type { Edit } from '../../syntax/text.ts';
import { originBefore, visibleFiles } from '../context-origin.ts';
import { outOfStep } from './lock-in-step.ts';
import { nodeMajor } from './production.ts';
import { stepsOf, type Install, type Step } from './steps.ts';

/** `npm ci` came with npm 5.7; Node.js 10 is the first whose own npm is later than that. */
const NODE_WITH_CI = 10;

const LOCKS: Record<string, readonly string[]> = {
  npm: ['npm-shrinkwrap.json', 'package-lock.json'],
  yarn: ['yarn.lock'],
  pnpm: ['pnpm-lock.yaml'],
};

/** What says already how the lock file is taken, or that there is to be none (each tool's own help). */
const LOCK_OPTION =
  /^--(no-)?(frozen-lockfile|immutable|pure-lockfile|lockfile|lockfile-only|fix-lockfile|prefer-frozen-lockfile|package-lock|package-lock-only|shrinkwrap|dry-run)$/;

const LOCK_SETTING = /^npm_config_(package_lock|shrinkwrap|lockfile|frozen_lockfile)$/i;

export interface LockedInstalls {
  edits: Edit[];
  evidence: string[];
  /** why others stay as they are */
  reasons: string[];
}

/** Edits that make every installation of a project's dependencies keep to the lock file that is copied before it. */
export function lockedInstalls(setup: Setup, tree: DockerfileTree): LockedInstalls {
  const found: LockedInstalls = { edits: [], evidence: [], reasons: [] };
  for (const stage of tree.stages) {
    const steps = stepsOf(stage, tree.source);
    for (const install of steps.flatMap(({ installs }) => installs)) {
      const locked = lockedInstall({ setup, stage, steps }, install);
      if (typeof locked === 'string') found.reasons.push(locked);
      else {
        found.edits.push(locked.edit);
        found.evidence.push(locked.evidence);
      }
    }
  }
  return { ...found, evidence: [...new Set(found.evidence)] };
}

interface Site {
  setup: Setup;
  stage: Stage;
  steps: readonly Step[];
}

function lockedInstall(site: Site, install: Install): { edit: Edit; evidence: string } | string {
  const { setup, stage, steps } = site;
  const { node, folder, instruction } = install;
  if (node.action !== 'install') return 'it adds packages by their names';
  if (node.dynamic || node.workspaces) return 'its installation is of another kind';
  const edit = frozen(install);
  if (edit === null) return 'it says already what the lock file is for';
  const inFolder = folder === '/' ? '' : folder;
  const lock = (LOCKS[node.tool] ?? [])
    .map((name) => originBefore(setup, stage, instruction, `${inFolder}/${name}`))
    .find((path) => path !== null && visibleFiles(setup).some((file) => file.path === path));
  const manifest = originBefore(setup, stage, instruction, `${inFolder}/package.json`);
  if (lock == null || manifest === null) return 'no lock file is copied before it installs';
  if (steps.flatMap(({ installs }) => installs).some((one) => one !== install && one.folder === folder))
    // `npm ci` takes away what is there
    return 'it installs more than once in the same folder';
  if (instruction.flags.some(({ value }) => /\bnode_modules\b/.test(value ?? '')))
    return 'its packages are mounted, and cannot be taken away first';
  if (handlesLock(site, install)) return 'a step before changes the manifest or the lock file';
  if (hasLockSetting(stage) || /^\s*(package-lock|lockfile)\s*=\s*false/m.test(npmrcBeside(setup, manifest)))
    return 'its settings say what the lock file is for';
  const major = nodeMajor(setup, stage.base);
  if (node.tool === 'npm' && major !== null && major < NODE_WITH_CI) return 'its npm is older than `npm ci`';
  const reason = outOfStep(setup, node.tool, manifest, lock);
  if (reason !== null) return reason;
  return { edit, evidence: `${lock} is copied before \`${`${node.tool} ${node.verb}`.trimEnd()}\`` };
}

/** The edit that freezes an installation; null where it is frozen, or says itself how it takes the lock file. */
function frozen({ node, command }: Install): Edit | null {
  if (node.options.some(({ name }) => LOCK_OPTION.test(name))) return null;
  const words = command.words;
  if (words.some(({ value }) => value === '.' || value === './')) return null;
  if (node.tool === 'npm') {
    const verb = words.find(({ value }) => value === node.verb);
    const isClean = /^(ci|clean-install|ic|install-clean|isntall-clean)$/.test(node.verb);
    return verb === undefined || isClean ? null : { range: verb.range, text: 'ci' };
  }
  if (node.tool !== 'yarn' && node.tool !== 'pnpm') return null;
  const end = words.at(-1)?.range.end ?? command.range.end;
  return { range: { start: end, end }, text: ' --frozen-lockfile' };
}

const NAMES_FILES =
  /(^|\/|\*)(package(-lock)?(\.json|\*)|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|\*\.lock)/;

/** A command before the installation names the manifest or the lock file, or takes packages out of them. */
function handlesLock({ stage, steps }: Site, install: Install): boolean {
  const at = (step: Step) => stage.instructions.indexOf(step.instruction);
  return steps
    .filter((step) => at(step) <= stage.instructions.indexOf(install.instruction))
    .flatMap(({ parts }) => parts)
    .flatMap(({ commands }) => commands)
    .filter(({ range }) => range.end <= install.command.range.start)
    .some(({ name, words }) => {
      const texts = words.map(({ value, raw }) => value ?? raw);
      const takesOut = /^(npm|yarn|pnpm)$/.test(name ?? '') && /^(un|remove|rm|up)/.test(texts[1] ?? '');
      return takesOut || texts.some((text) => NAMES_FILES.test(text));
    });
}

const hasLockSetting = (stage: Stage): boolean =>
  stage.instructions.some(
    (one) => is(one, 'ENV', 'ARG') && envPairs(one).some(({ name }) => LOCK_SETTING.test(name)),
  );

const npmrcBeside = (setup: Setup, manifest: string): string =>
  setup.files.get(inContext(setup, manifest.replace(/[^/]*$/, '.npmrc'))) ?? '';
