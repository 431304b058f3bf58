import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeService, setInService, type ComposeService } from '../model/compose-service.ts';
import { onEveryService } from '../model/every-service.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';

export const restart: Change = {
  id: 'restart',
  title: 'Restart policy',
  why: 'A server that crashes, or whose machine restarts, comes up again by itself.',
  class: 'safe',
  rungs: ['unless-stopped'],
  examples: [
    {
      name: 'a server',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["80:80"]\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    ports: ["80:80"]\n    restart: unless-stopped\n',
      },
    },
    {
      name: 'what nothing says to be a server',
      before: { Dockerfile: 'FROM alpine\n', 'compose.yaml': 'services:\n  web:\n    build: .\n' },
      after: {},
    },
  ],

  apply: onEveryService((setup) => {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    if (service.restart !== null || service.hasRestartPolicy) return notNeeded('there is one');
    const evidence = serverEvidence(setup, service);
    if (evidence === null) return notNeeded('it is not known to be a server');
    const edited = setInService(setup, [[['restart'], 'unless-stopped']]);
    return edited.setup === null ? notNeeded(edited.reason) : applied(edited.setup, evidence);
  }),
};

function serverEvidence(setup: Setup, service: ComposeService): string | null {
  const { run } = setup.facts;
  if (run !== null) return run.kind === 'server' ? 'it was seen to keep running' : null;
  if (service.ports.length > 0) return 'it publishes ports';
  const stage = shippedStage(dockerfileOf(setup));
  return stage?.instructions.some((one) => is(one, 'EXPOSE', 'HEALTHCHECK'))
    ? 'its Dockerfile says so'
    : null;
}
