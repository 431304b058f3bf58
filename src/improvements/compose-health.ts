import { namesAddress, probeOf } from '../ecosystems/health-probe.ts';
import { withoutToolPackage } from '../ecosystems/os/without-tool.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import {
  composeService,
  healthCheckTest,
  setInService,
  type ComposeService,
} from '../model/compose-service.ts';
import { dockerfileOf, type Setup } from '../model/setup.ts';
import { lastOf, shippedStage } from '../model/stages.ts';
import { durationMs, healthcheckOptions } from '../syntax/dockerfile/index.ts';
import { startPeriod } from './health-check.ts';

const TOOLS = ['curl', 'wget'];

export const composeHealth: Change = {
  id: 'compose-health',
  title: 'The same health check in compose',
  why: 'Compose waits and restarts by this check: it must agree with the image and need no program that the image lacks.',
  class: 'needs-proof',
  rungs: ['own-runtime'],
  examples: [
    {
      name: 'what the Dockerfile checks',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nHEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 CMD ["check", "$it"]\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    healthcheck:\n      test:\n        - CMD\n        - check\n        - $$it\n      interval: 30s\n      timeout: 10s\n      start_period: 5s\n      retries: 3\n',
      },
    },
    {
      name: "curl gives way to the image's own python",
      before: {
        Dockerfile: 'FROM python:3.13-slim\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health || exit 1\n      interval: 1m # rarely\n      timeout: 3s\n',
      },
      after: {
        'compose.yaml':
          "services:\n  web:\n    build: .\n    healthcheck:\n      test:\n        - CMD\n        - python\n        - -c\n        - import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=8)\n      interval: 1m # rarely\n      timeout: 10s\n      start_period: 5s\n      retries: 3\n",
      },
    },
    {
      name: 'an address without a scheme',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nEXPOSE 5000\nCMD ["python", "app.py"]\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    healthcheck:\n      test: curl --fail localhost:8000/up || exit 1\n      interval: 1m\n      timeout: 10s\n      start_period: 5s\n      retries: 3\n',
      },
      after: {
        'compose.yaml':
          "services:\n  web:\n    build: .\n    healthcheck:\n      test:\n        - CMD\n        - python\n        - -c\n        - import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/up', timeout=8)\n      interval: 1m\n      timeout: 10s\n      start_period: 5s\n      retries: 3\n",
      },
    },
    {
      name: 'an address that cannot be read',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nEXPOSE 5000\nCMD ["python", "app.py"]\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    healthcheck:\n      test: ["CMD-SHELL", "curl -f $$ADDRESS || exit 1"]\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    if (setup.facts.run?.kind === 'job') return notNeeded('it runs to its end: there is nothing to ask');
    const own = service.healthcheck;
    if (own?.disabled) return notNeeded('it is switched off on purpose');
    return own?.test ? rewritten(setup, own) : copied(setup, own);
  },
};

type Check = NonNullable<ComposeService['healthcheck']>;

/** Compose's own check asks by a program that has to be installed for it: the image's own asks the same address. */
function rewritten(setup: Setup, { times }: Check): ReturnType<Change['apply']> {
  const test = healthCheckTest(setup) ?? '';
  const tools = TOOLS.filter((tool) => new RegExp(`\\b${tool}\\b`).test(test));
  if (tools.length === 0) return notNeeded('there is one, with what the image has');
  if (!namesAddress(test)) return notNeeded('what it asks for cannot be read');
  const probe = probeOf(setup, null);
  if (probe === null) return notNeeded('no program in the image could ask in its place');
  const timeout = times['timeout'] ?? '';
  const edited = setInService(setup, [
    [
      ['healthcheck', 'test'],
      ['CMD', ...probe.command.map(escaped)],
    ],
    [['healthcheck', 'interval'], times['interval'] ?? '30s'],
    [['healthcheck', 'timeout'], (durationMs(timeout) ?? 0) >= 10_000 ? timeout : '10s'],
    [
      ['healthcheck', 'start_period'],
      times['start_period'] ?? `${startPeriod(setup.facts.run?.startMs ?? null)}s`,
    ],
    [['healthcheck', 'retries'], Number(times['retries'] ?? 3)],
  ]);
  if (edited.setup === null) return notNeeded(edited.reason);
  const lighter = tools.reduce((current, tool) => withoutToolPackage(current, tool), edited.setup);
  return applied(lighter, `it asked for ${probe.path} on port ${probe.port} with ${tools.join(' and ')}`);
}

function copied(setup: Setup, own: Check | null): ReturnType<Change['apply']> {
  const stage = shippedStage(dockerfileOf(setup));
  const instruction = stage && lastOf(stage, 'HEALTHCHECK');
  const test = instruction && healthcheckOptions(instruction)?.test;
  if (!instruction || !test) return notNeeded('the image has no health check either');
  const times = ['interval', 'timeout', 'start-period', 'start-interval', 'retries'].flatMap((name) => {
    const value = instruction.flags.find((flag) => flag.name === name)?.value ?? null;
    const key = name.replace('-', '_');
    if (value === null || own?.times[key] !== undefined) return [];
    return [[['healthcheck', key], name === 'retries' ? Number(value) : value] as const];
  });
  const edited = setInService(setup, [[['healthcheck', 'test'], test.map(escaped)], ...times]);
  if (edited.setup === null) return notNeeded(edited.reason);
  return applied(edited.setup, 'the check and its times are those of the Dockerfile');
}

/** A dollar is compose's own sign. */
const escaped = (word: string): string => word.replaceAll('$', '$$$$');
