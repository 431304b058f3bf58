import type { ImageExample } from './example.ts';
import { ImageFacts } from './image.ts';

/** A small image made of what an example says. */
export function imageOf({ config, files = [], packages = [], base, ...rest }: ImageExample): ImageFacts {
  return new ImageFacts({
    reference: 'example:1',
    isId: false,
    texts: {},
    buildArguments: [],
    secretFiles: [],
    attached: [],
    ...rest,
    config: {
      user: '',
      env: [],
      entrypoint: null,
      cmd: null,
      exposedPorts: [],
      volumes: [],
      healthcheck: null,
      labels: {},
      ...config,
    },
    files: files.map((file) => ({
      size: 0,
      mode: 0o644,
      uid: 0,
      gid: 0,
      owner: null,
      inBase: false,
      ...file,
    })),
    packages: packages.map((one) => ({
      bytes: 0,
      section: null,
      depends: [],
      inBase: false,
      loadedBy: [],
      ...one,
    })),
    base: base === undefined ? null : { reference: 'debian:13', env: [], texts: {}, ...base },
  });
}
