import type { ImageFacts } from './facts.ts';

/** An image of which nothing was seen but that it is there; tests fill in what they are about. */
export const NO_IMAGE: ImageFacts = {
  os: null,
  config: {
    env: {},
    entrypoint: null,
    cmd: null,
    user: '',
    workingDir: '/',
    exposedPorts: [],
    volumes: [],
    stopSignal: null,
  },
  base: {
    env: {},
    user: '',
    entrypoint: null,
    packages: [],
    accounts: { users: [], groups: [] },
    commands: [],
  },
  steps: [],
  packages: [],
  accounts: { users: [], groups: [] },
  commands: [],
  pythonPackages: [],
};
