import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { hasBuilder } from '../ecosystems/builders.ts';
import { isAccountStep } from '../ecosystems/accounts.ts';
import { addRuntimePackage } from '../ecosystems/os/add-package.ts';
import { installCommands, isPackageStep, removePackage } from '../ecosystems/os/install-commands.ts';
import { runtimePackages } from '../ecosystems/runtime-needs.ts';
import type { DockerfileTree, Instruction, Stage } from '../syntax/dockerfile/index.ts';
import { shellOf } from '../syntax/shell/index.ts';
import { applyEdits } from '../syntax/text.ts';

/** Before the split into stages: what a split leaves in on purpose is not taken out again. */
export const shippedBuildTools: Change = {
  id: 'shipped-build-tools',
  title: 'No build tools in the last stage',
  why: 'The builder has them already: compilers, headers and fetch tools in the stage that ships only make it larger and easier to attack.',
  class: 'needs-proof',
  rungs: ['by-evidence', 'dependencies-kept'],
  examples: [
    {
      name: 'the compiler goes, the library of its headers stays',
      before: {
        Dockerfile:
          'FROM python:3.13-slim AS builder\nRUN make\nFROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev nginx\nCOPY --from=builder /app /app\nCMD ["/app/run"]\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS builder\nRUN make\nFROM python:3.13-slim\nRUN apt-get update && apt-get install -y libpq5 nginx\nCOPY --from=builder /app /app\nCMD ["/app/run"]\n',
      },
    },
    {
      name: 'a step that compiles keeps its compiler, and what is called stays',
      before: {
        Dockerfile:
          'FROM python:3.13-slim AS builder\nRUN make\nFROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl gcc\nCOPY --from=builder /app /app\nRUN pip install /app\nCMD ["curl", "example.org"]\n',
      },
      after: {},
    },
  ],

  apply(setup, rung) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null || !hasBuilder(tree) || !takesFromBuilder(stage))
      return notNeeded('no stage before the last one builds what ships');
    const named = stage.instructions
      .flatMap((one) => installCommands(one, tree.source))
      .flatMap(({ packages }) => packages);
    const names = named.flatMap(({ name }) => name ?? []);
    const steps = stage.instructions
      .filter((one) => is(one, 'COPY', 'ADD', 'RUN') && !isPackageStep(one, tree.source))
      .map((one) => tree.instructions.indexOf(one));
    const needs = runtimePackages(
      setup,
      names,
      steps,
      rung === 'by-evidence' ? 'by-evidence' : 'dependencies-kept',
    );
    if (needs === null)
      return notNeeded('which libraries it needs at run time can only be observed on an engine');
    const { left } = needs;
    if (left.length === 0)
      return notNeeded(
        ['its last stage installs no build tools', ...largeCopies(setup, tree, stage)].join('; '),
      );
    if (worksInIt(tree, stage)) return notNeeded('a step of its last stage may need its build tools');
    const without = left.reduce(withoutPackage, setup);
    const missing = needs.packages.filter((name) => !names.includes(name));
    const whole = missing.reduce<Setup | null>(
      (current, name) => current && addRuntimePackage(current, name),
      without,
    );
    if (whole === null) return notNeeded('the libraries that it needs cannot be installed in its last stage');
    return applied(whole, `nothing in the stage that ships calls ${left.join(', ')}`, ...needs.evidence);
  },
};

/** Steps that only lay files out; everything else may compile, or fetch. */
const LAYS_OUT = /^(mkdir|chmod|chown|cp|mv|rm|ln|touch|echo|printf|sed|cat|true|set|cd|test|\[)$/;

/** What ships takes the work of another stage; an init program alone is none. */
const takesFromBuilder = (stage: Stage): boolean =>
  stage.instructions.some(
    (one) =>
      is(one, 'COPY') &&
      one.flags.some(({ name }) => name === 'from') &&
      !one.words.slice(0, -1).every(({ value }) => /\/(dumb-init|tini(-static)?)$/.test(value)),
  );

/** Whether a step of the stage may call a tool or a compiler, be it by another program (`tar` calls `xz`). */
const worksInIt = (tree: DockerfileTree, stage: Stage): boolean =>
  stage.instructions.some(
    (one) =>
      is(one, 'RUN') &&
      !isPackageStep(one, tree.source) &&
      !isAccountStep(one, tree.source) &&
      !onlyLaysOut(tree, one),
  );

function onlyLaysOut(tree: DockerfileTree, one: Instruction): boolean {
  const script = shellOf(one, tree.source);
  return script?.complete === true && script.commands.every(({ name }) => LAYS_OUT.test(name ?? ''));
}

function withoutPackage(setup: Setup, name: string): Setup {
  const tree = dockerfileOf(setup);
  for (const install of (shippedStage(tree)?.instructions ?? []).flatMap((one) =>
    installCommands(one, tree.source),
  )) {
    const entry = install.packages.find((one) => one.name === name);
    const edits = entry === undefined ? null : removePackage(tree, install, entry);
    if (edits !== null) return withDockerfile(setup, applyEdits(tree.source, edits));
  }
  return setup;
}

/** Bytes from which on a copied folder is worth a look. */
const LARGE = 50e6;

/** Whole folders of a builder that are large: what of them is needed nobody has proved. */
function largeCopies(setup: Setup, tree: DockerfileTree, stage: Stage): string[] {
  return (setup.facts.image?.steps ?? []).flatMap(({ instruction, bytes }) => {
    const one = tree.instructions[instruction];
    const isFromStage = one !== undefined && is(one, 'COPY') && one.flags.some(({ name }) => name === 'from');
    if (!isFromStage || bytes < LARGE || !stage.instructions.includes(one)) return [];
    return [`COPY ${one.argument} brings ${(bytes / 1e6).toFixed(0)} MB: see whether all of it is needed`];
  });
}
