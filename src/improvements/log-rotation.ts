import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeService, setInService } from '../model/compose-service.ts';
import { onEveryService } from '../model/every-service.ts';
import { composePaths, type Setup } from '../model/setup.ts';
import { isMapping } from '../model/compose-values.ts';
import { parseYaml } from '../syntax/yaml/index.ts';

/** 30 MB in all; `docker logs` still shows what led to a failure. */
const OPTIONS = { 'max-size': '10m', 'max-file': '3' };

export const logRotation: Change = {
  id: 'log-rotation',
  title: 'Logs that do not fill the disk',
  why: "Docker keeps a container's whole output for ever unless told otherwise; a full disk stops everything on the machine.",
  class: 'needs-proof',
  rungs: ['json-file'],
  examples: [
    {
      name: 'three files of 10 MB',
      before: { Dockerfile: 'FROM alpine\n', 'compose.yaml': 'services:\n  web:\n    build: .\n' },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    logging:\n      driver: json-file\n      options:\n        max-size: 10m\n        max-file: "3"\n',
      },
    },
    {
      name: 'where the file has its own way for it',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'x-logging: &logs\n  driver: journald\nservices:\n  web:\n    build: .\n  db:\n    image: postgres\n    logging: *logs\n',
      },
      after: {},
    },
  ],

  apply: onEveryService((setup) => {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    if (service.logging !== null) return notNeeded('compose says where its logs go');
    if (hasOwnWay(setup)) return notNeeded('the compose file has settings for logs that others share');
    const edited = setInService(setup, [[['logging'], { driver: 'json-file', options: OPTIONS }]]);
    return edited.setup === null
      ? notNeeded(edited.reason)
      : applied(edited.setup, 'nothing limits the size of its logs');
  }),
};

/** `x-logging: &logging …`, whatever it is called. */
function hasOwnWay({ paths, files }: Setup): boolean {
  return composePaths(paths).some((path) => {
    const root = parseYaml(files.get(path) ?? '').get([]);
    return (
      isMapping(root) &&
      Object.entries(root).some(
        ([key, value]) =>
          key.startsWith('x-') &&
          isMapping(value) &&
          (/log/i.test(key) || 'logging' in value || ('driver' in value && 'options' in value)),
      )
    );
  });
}
