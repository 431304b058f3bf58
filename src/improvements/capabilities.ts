import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeService, setInService, withItems, type ServiceValue } from '../model/compose-service.ts';
import { onEveryService } from '../model/every-service.ts';

/** What entry scripts that start as root need to make files theirs and step down, and what ports below 1024 need. */
const NEEDED = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'];

export const capabilities: Change = {
  id: 'capabilities',
  title: 'Kernel capabilities dropped',
  why: 'Docker gives every container 14 rights of root; a program that listens on a high port needs none of them.',
  class: 'needs-proof',
  rungs: ['none', 'needed'],
  examples: [
    {
      name: 'all dropped',
      before: { Dockerfile: 'FROM alpine\n', 'compose.yaml': 'services:\n  web:\n    build: .\n' },
      after: { 'compose.yaml': 'services:\n  web:\n    build: .\n    cap_drop:\n      - ALL\n' },
    },
    {
      name: 'those that entry scripts need come back',
      rung: 'needed',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    cap_add: [SYS_NICE]\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    cap_add: [SYS_NICE, CHOWN, DAC_OVERRIDE, FOWNER, NET_BIND_SERVICE, SETGID, SETUID]\n    cap_drop:\n      - ALL\n',
      },
    },
  ],

  apply: onEveryService((setup, rung) => {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    if (service.privileged) return notNeeded('the service is privileged on purpose');
    const plain = (names: readonly string[]) => names.map((name) => name.toUpperCase().replace(/^CAP_/, ''));
    const added = plain(service.capAdd);
    if (plain(service.capDrop).includes('ALL')) return notNeeded('all are dropped already');
    if (added.includes('ALL')) return notNeeded('compose asks for every capability on purpose');
    const back = rung === 'needed' ? NEEDED.filter((name) => !added.includes(name)) : [];
    const values: ServiceValue[] = [withItems(setup, 'cap_drop', ['ALL'])];
    if (back.length > 0) values.push(withItems(setup, 'cap_add', back));
    const edited = setInService(setup, values);
    if (edited.setup === null) return notNeeded(edited.reason);
    const kept = [...added, ...back];
    return applied(edited.setup, kept.length === 0 ? 'no capability is kept' : `kept: ${kept.join(', ')}`);
  }),
};
