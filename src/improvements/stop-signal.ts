import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { lowestBase } from '../ecosystems/os/install-line.ts';
import { startCommandOf, startsWithInit } from '../ecosystems/start-command.ts';
import { setsNoSignal, signalOf } from '../ecosystems/stop-signals.ts';
import { stagesUnder } from '../ecosystems/step-user.ts';
import { insertBefore, type DockerfileTree, type Stage } from '../syntax/dockerfile/index.ts';
import { applyEdits } from '../syntax/text.ts';

export const stopSignal: Change = {
  id: 'stop-signal',
  title: 'Stopped by the signal that its program wants',
  why: 'The engine stops with SIGTERM, which some servers take for "drop all connections" or "load again": another signal lets them finish.',
  class: 'needs-proof',
  rungs: ['graceful'],
  examples: [
    {
      name: 'nginx finishes its requests at SIGQUIT',
      before: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx\nCMD ["nginx", "-g", "daemon off;"]\n',
      },
      after: {
        Dockerfile:
          'FROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]\n',
      },
    },
    {
      name: 'its base has set it',
      before: { Dockerfile: 'FROM nginx:1.29\nCMD ["nginx", "-g", "daemon off;"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    const start = stage && startCommandOf(stage);
    if (stage === null || start === null) return notNeeded('there is no stage');
    const place = start.entrypoint ?? start.cmd;
    const argv = withoutInit(start.argv);
    const wanted = argv === null ? null : signalOf(argv);
    if (place === null || wanted === null)
      return notNeeded('it starts no program that is known to want another signal than SIGTERM');
    if (
      stagesUnder(tree, stage).some(({ instructions }) => instructions.some((one) => is(one, 'STOPSIGNAL')))
    )
      return notNeeded('it is set already');
    if (baseSetsSignal(setup, tree, stage)) return notNeeded('its base sets it');
    const first = start.cmd !== null && start.cmd.range.start < place.range.start ? start.cmd : place;
    const edits = insertBefore(tree, first, `STOPSIGNAL ${wanted.signal}`);
    return applied(withDockerfile(setup, applyEdits(tree.source, edits)), wanted.why);
  },
};

function withoutInit(argv: readonly string[] | null): readonly string[] | null {
  if (argv === null || !startsWithInit(argv)) return argv;
  return argv
    .slice(1)
    .filter(
      (word, index, rest) =>
        !word.startsWith('-') || rest.slice(0, index).some((one) => !one.startsWith('-')),
    );
}

function baseSetsSignal(setup: Setup, tree: DockerfileTree, stage: Stage): boolean {
  const { image } = setup.facts;
  return image === null ? !setsNoSignal(lowestBase(tree, stage)) : image.config.stopSignal !== null;
}
