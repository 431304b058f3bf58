import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import { lowestBase } from '../ecosystems/os/install-line.ts';
import { gapBefore } from '../ecosystems/os/add-package.ts';
import { installCommands, type InstallCommand } from '../ecosystems/os/install-commands.ts';
import type { DockerfileTree, Stage } from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

export const noRecommends: Change = {
  id: 'no-recommends',
  title: 'Packages that are only recommended left out',
  why: 'apt installs what a package recommends along with it: up to hundreds of megabytes that nothing asked for.',
  class: 'needs-proof',
  rungs: ['all-stages', 'shipped-stage'],
  examples: [
    {
      name: 'in every installation',
      before: {
        Dockerfile:
          'FROM debian:13-slim AS builder\nRUN apt-get update && apt-get -y install gcc\nFROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx\n',
      },
      after: {
        Dockerfile:
          'FROM debian:13-slim AS builder\nRUN apt-get update && apt-get -y install --no-install-recommends gcc\nFROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends nginx\n',
      },
    },
    {
      name: 'the certificates that curl only recommends stay',
      before: {
        Dockerfile: 'FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl\n',
      },
      after: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl\n',
      },
    },
    {
      name: "apt's configuration says so already",
      before: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y -o APT::Install-Recommends=0 nginx\n',
      },
      after: {},
    },
  ],

  apply(setup, rung) {
    const tree = dockerfileOf(setup);
    const shipped = shippedStage(tree);
    const stages = rung === 'all-stages' ? tree.stages : tree.stages.filter((stage) => stage === shipped);
    const edits = stages
      .filter((stage) => !stage.instructions.some(({ argument }) => /Install-Recommends/i.test(argument)))
      .flatMap((stage) =>
        stage.instructions
          .flatMap((one) => installCommands(one, tree.source))
          .filter(({ tool, flags }) => tool !== 'apk' && !flags.some((flag) => SETS_RECOMMENDS.test(flag)))
          .flatMap((install) => installEdits(setup, tree, stage, install)),
      );
    if (edits.length === 0) return notNeeded('no installation brings in what is only recommended');
    return applied(
      withDockerfile(setup, applyEdits(tree.source, edits)),
      'apt-get install brought in what the packages only recommend',
    );
  },
};

const SETS_RECOMMENDS = /^--(no-)?install-(recommends|suggests)/;

function installEdits(setup: Setup, tree: DockerfileTree, stage: Stage, install: InstallCommand): Edit[] {
  const { command, packages } = install;
  const verb = command.words.findIndex(({ value }) => value === 'install');
  const options = command.words.slice(verb + 1).findIndex(({ raw }) => !/^-[a-z-]+$/i.test(raw));
  const word = command.words[options < 0 ? command.words.length - 1 : verb + options];
  if (verb < 0 || word === undefined) return [];
  const at = (offset: number, text: string): Edit => ({ range: { start: offset, end: offset }, text });
  const [first] = packages;
  const certificates =
    first !== undefined && wantsCertificates(setup, tree, stage, install)
      ? [at(first.range.start, `ca-certificates${gapBefore(tree, first.range.start)}`)]
      : [];
  return [at(word.range.end, ' --no-install-recommends'), ...certificates];
}

/** They fetch over TLS, and Debian only recommends the certificates to them. */
const RECOMMEND_CERTIFICATES = new Set(['curl', 'wget', 'git', 'git-core', 'gnupg2', 'libcurl4', 'openssl']);

function wantsCertificates(
  { facts: { image } }: Setup,
  tree: DockerfileTree,
  stage: Stage,
  { packages }: InstallCommand,
): boolean {
  const names = packages.flatMap(({ name }) => name ?? []);
  if (names.includes('ca-certificates') || !names.some((name) => RECOMMEND_CERTIFICATES.has(name)))
    return false;
  const shipped = shippedStage(tree);
  // what was observed is the base of what ships
  if (image === null || shipped === null || lowestBase(tree, shipped) !== lowestBase(tree, stage))
    return true;
  const has = stage !== shipped || image.packages.some(({ name }) => name === 'ca-certificates');
  return has && !image.base.packages.includes('ca-certificates');
}
