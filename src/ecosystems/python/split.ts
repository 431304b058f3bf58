import { dockerfileOf, type Setup } from '../../model/setup.ts';
import { chunkOf, is } from '../../model/stages.ts';
import type { DockerfileTree, Instruction, Stage } from '../../syntax/dockerfile/index.ts';
import { shellOf } from '../../syntax/shell/index.ts';
import { applyEdits, dominantEol, type Edit } from '../../syntax/text.ts';
import { installCommands, isHousekeeping, isPackageStep } from '../os/install-commands.ts';
import { installLine, packageManagerOf } from '../os/install-line.ts';
import { runtimePackages, type RuntimePackagesRung } from '../runtime-needs.ts';
import { isAccountStep } from '../accounts.ts';
import { pipInstalls, type PipInstall } from './pip-steps.ts';
import { VENV } from './venv.ts';

export type Split = { kind: 'split'; text: string; evidence: string[] } | { kind: 'stays'; reason: string };

const stays = (reason: string): Split => ({ kind: 'stays', reason });

/** The instructions of a single stage, sorted by the stage that they are wanted in; `both` is copied. */
interface Sorted {
  builder: Instruction[];
  runtime: Instruction[];
  /** the installations by pip, which go into the virtual environment */
  installs: PipInstall[];
}

/**
 * Splits a single stage that installs Python packages with pip: the builder keeps the original's own lines up to the
 * last installation, the second stage gets the virtual environment, the run-time packages and everything else.
 */
export function splitByEvidence(setup: Setup, rung: RuntimePackagesRung): Split {
  const tree = dockerfileOf(setup);
  const stage = tree.stages[0];
  if (stage === undefined) return stays('there is no stage');
  const installs = stage.instructions.flatMap((one) => pipInstalls(one, tree.source));
  const toVenv = installs.filter(({ bootstrap }) => !bootstrap);
  if (toVenv.length === 0)
    return stays('no installation by pip was found that could move to a stage of its own');
  const elsewhere = toVenv.find(({ elsewhere }) => elsewhere !== null);
  if (elsewhere !== undefined) return stays(`pip installs to a place of its own (${elsewhere.elsewhere})`);

  const named = stage.instructions
    .flatMap((one) => installCommands(one, tree.source))
    .flatMap(({ packages }) => packages);
  if (named.some(({ name }) => name === null)) return stays('the list of OS packages comes from a variable');
  const names = named.flatMap(({ name }) => name ?? []);
  const steps = toVenv.map(({ instruction }) => tree.instructions.indexOf(instruction));
  const needs = runtimePackages(setup, names, steps, rung);
  if (needs === null)
    return stays('which libraries the packages need at run time can only be observed on an engine');
  if (needs.left.length === 0 && rung !== 'all-packages')
    return stays(
      'nothing to leave behind: it installs no compiler, header or tool that it does not need when it runs',
    );

  const sorted = sortInstructions(tree, stage, toVenv, needs.left);
  if (typeof sorted === 'string') return stays(sorted);
  const builderText = builderOf(tree, stage, sorted);
  const text = builderText + runtimeOf(setup, tree, stage, sorted, needs.packages);
  return {
    kind: 'split',
    text: dominantEol(tree.source) === '\r\n' ? text.replaceAll(/\r?\n/g, '\r\n') : text,
    evidence: [
      `not needed when it runs: ${needs.left.join(', ') || 'nothing'}`,
      ...needs.evidence,
      ...(setup.facts.image === null ? [] : observedBytes(setup, steps)),
    ],
  };
}

function observedBytes(setup: Setup, steps: readonly number[]): string[] {
  return (setup.facts.image?.steps ?? [])
    .filter(({ packages }) => packages.length > 0)
    .filter(({ instruction }) => !steps.includes(instruction))
    .map(
      ({ bytes, packages }) =>
        `one step installed ${packages.length} packages, ${(bytes / 1e6).toFixed(1)} MB`,
    );
}

/** Settings that no build step reads. */
const RUN_TIME_ONLY =
  /^(PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PORT|HOST|FLASK_|DJANGO_|GUNICORN_|WEB_CONCURRENCY)/;

function sortInstructions(
  tree: DockerfileTree,
  stage: Stage,
  installs: PipInstall[],
  left: readonly string[],
): Sorted | string {
  const last = Math.max(...installs.map(({ instruction }) => stage.instructions.indexOf(instruction)));
  const builder: Instruction[] = [];
  const runtime: Instruction[] = [];
  const tools = new Set(left);
  for (const [index, instruction] of stage.instructions.entries()) {
    const before = index < last;
    const pip = pipInstalls(instruction, tree.source);
    if (pip.length > 0) {
      if (hasOtherWork(tree, instruction))
        return 'a step installs Python packages and does other work as well';
      if (index <= last) builder.push(instruction);
      continue;
    }
    if (is(instruction, 'ONBUILD')) return 'it has ONBUILD instructions: it is made to be a base';
    if (isPackageStep(instruction, tree.source)) {
      builder.push(instruction);
    } else if (is(instruction, 'RUN') && !isAccountStep(instruction, tree.source)) {
      if (callsAny(tree, instruction, tools)) {
        return `a step that makes files calls a tool that would be left behind: ${firstLine(instruction)}`;
      }
      if (before) builder.push(instruction);
      runtime.push(instruction);
    } else if (
      is(instruction, 'COPY', 'ADD', 'WORKDIR', 'SHELL') ||
      (is(instruction, 'ENV') && !onlyRunTime(instruction))
    ) {
      if (before) builder.push(instruction);
      runtime.push(instruction);
    } else if (is(instruction, 'ARG')) {
      if (before) builder.push(instruction);
      if (isReferenced(instruction, stage, builder)) runtime.push(instruction);
    } else runtime.push(instruction);
  }
  return { builder, runtime, installs };
}

const firstLine = (instruction: Instruction): string => `RUN ${instruction.argument.slice(0, 60)}`;

/** A pip step may install packages and clean up; anything else is work whose files would be lost in the builder. */
function hasOtherWork(tree: DockerfileTree, instruction: Instruction): boolean {
  const script = shellOf(instruction, tree.source);
  if (script === null) return true;
  const known = [
    ...pipInstalls(instruction, tree.source).map(({ pip }) => pip.python.range.start),
    ...installCommands(instruction, tree.source).map(({ command }) => command.range.start),
  ];
  return !script.commands.every(
    (one) =>
      isHousekeeping(one) ||
      known.some((start) => one.range.start <= start && start < one.range.end) ||
      ['rm', 'set', 'echo', 'true', 'apt-get', 'apt', 'apk'].includes(one.name ?? '') ||
      /^(pip[\d.]*|python[\d.]*)$/.test(one.name ?? ''),
  );
}

/** The packages that a step's commands come from, as far as their names tell. */
function callsAny(tree: DockerfileTree, instruction: Instruction, left: ReadonlySet<string>): boolean {
  const script = shellOf(instruction, tree.source);
  if (script === null) return true;
  const compiles = /^(make|cmake|gcc|g\+\+|cc|c\+\+|cargo|rustc|go|configure)$/;
  return script.commands.some(({ name }) => {
    const program = name?.slice(name.lastIndexOf('/') + 1) ?? '';
    return left.has(program) || compiles.test(program) || (program === 'gpg' && left.has('gnupg'));
  });
}

const onlyRunTime = (instruction: Instruction): boolean =>
  instruction.words.every(({ raw }) => RUN_TIME_ONLY.test(raw));

function isReferenced(arg: Instruction, stage: Stage, builder: readonly Instruction[]): boolean {
  const name = arg.words[0]?.raw.split('=')[0] ?? '';
  const use = new RegExp(`\\$\\{?${name}\\b`);
  return stage.instructions.some(
    (one) =>
      one !== arg && (!builder.includes(one) || is(one, 'ENV', 'COPY', 'WORKDIR')) && use.test(one.argument),
  );
}

function builderOf(tree: DockerfileTree, stage: Stage, { builder, installs }: Sorted): string {
  const nameless = stage.name === null;
  const from = tree.source.slice(0, stage.from.range.end);
  const head = nameless ? `${from} AS builder` : from.replace(/\s+as\s+\S+\s*$/i, ' AS builder');
  const first = installs[0]?.instruction;
  const body = builder.map((instruction) => {
    const edits = installs.filter((one) => one.instruction === instruction).flatMap(({ pip }) => toVenv(pip));
    const chunk = chunkText(tree, instruction, edits);
    if (instruction !== first) return chunk;
    const lead = /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(chunk)?.[0] ?? '';
    return `${lead}RUN python -m venv --without-pip ${VENV}\n${chunk.slice(lead.length)}`;
  });
  return `${head}\n${ended(body.join(''))}`;
}

/** `pip install` → `pip --python /opt/venv/bin/python install`: the base's own pip fills the environment. */
function toVenv(pip: PipInstall['pip']): Edit[] {
  const at = pip.globalOptionOffset;
  return [{ range: { start: at, end: at }, text: ` --python ${VENV}/bin/python` }];
}

function runtimeOf(
  setup: Setup,
  tree: DockerfileTree,
  stage: Stage,
  { builder, runtime, installs }: Sorted,
  packages: readonly string[],
): string {
  const name =
    stage.name === null
      ? ''
      : (/\s+as\s+\S+\s*$/i.exec(tree.source.slice(0, stage.from.range.end))?.[0] ?? '');
  const flags = stage.from.flags.map(
    ({ name: flag, value }) => `--${flag}${value === null ? '' : `=${value}`} `,
  );
  const parts = [`\nFROM ${flags.join('')}${stage.base}${name.trimEnd()}\n`];
  const environment = `COPY --from=builder ${VENV} ${VENV}\nENV PATH="${VENV}/bin:$PATH"\n`;
  const install =
    packages.length === 0 ? '' : `${installLine(packageManagerOf(setup.facts.image?.os?.id), packages)}\n`;
  const packageStep = builder.find((one) => isPackageStep(one, tree.source));
  const lastInstall = installs.at(-1)?.instruction;
  let installed = install === '';
  let copied = false;
  for (const instruction of stage.instructions) {
    if (!installed && (instruction === packageStep || installs[0]?.instruction === instruction)) {
      parts.push(install);
      installed = true;
    }
    // the environment changes less often than the source: it is copied before it
    if (!copied && (instruction === lastInstall || isSourceCopy(instruction))) {
      parts.push(environment);
      copied = true;
    }
    if (!runtime.includes(instruction)) continue;
    const chunk = chunkText(tree, instruction, []);
    parts.push(builder.includes(instruction) ? withoutLead(chunk) : chunk);
  }
  const rest = tree.source.slice(tailStart(tree));
  return parts.map(ended).join('') + rest;
}

const isSourceCopy = (instruction: Instruction): boolean =>
  is(instruction, 'COPY', 'ADD') && !instruction.flags.some(({ name }) => name === 'from');

/** An instruction's own lines, without the comments that stay with it in the other stage. */
const withoutLead = (chunk: string): string => chunk.replace(/^(?:[ \t]*(?:#.*)?\r?\n)*/, '');

function chunkText(tree: DockerfileTree, instruction: Instruction, edits: Edit[]): string {
  const { start, end } = chunkOf(tree, instruction);
  const local = edits.map(({ range, text }) => ({
    range: { start: range.start - start, end: range.end - start },
    text,
  }));
  return ended(applyEdits(tree.source.slice(start, end), local));
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

function tailStart(tree: DockerfileTree): number {
  const last = tree.instructions.at(-1);
  return last === undefined ? 0 : chunkOf(tree, last).end;
}
