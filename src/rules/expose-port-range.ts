import { defineRule } from '../lint/index.ts';
import { exposedIn } from './ports/exposed.ts';

const HIGHEST = 65_535;

export const exposePortRange = defineRule({
  id: 'expose-port-range',
  title: 'Ports from 0 to 65535',
  why: 'There are no ports above 65535: the build fails at this line.',
  remedy: 'Write the port that the program listens on.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {
    hadolint: ['DL3011'],
    trivy: ['DS-0008'],
    kics: ['71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e'],
  },
  links: ['https://docs.docker.com/reference/dockerfile/#expose'],

  instructions: {
    EXPOSE(one, { report }) {
      for (const { text, port, range } of exposedIn(one)) {
        const wrong = port.split('-').find((end) => /^\d+$/.test(end) && Number(end) > HIGHEST);
        if (wrong === undefined) continue;
        report({
          at: one.inFirstLine(range),
          message: `There is no port ${wrong} (\`${text}\`): ports end at ${HIGHEST}. Write the one that the program listens on.`,
        });
      }
    },
  },

  invalid: [
    { text: 'FROM debian:13\nEXPOSE 80 80000\n', lines: [2] },
    { text: 'FROM debian:13\nEXPOSE 40000-80000/tcp\n', lines: [2] },
    { text: 'FROM debian:13\nARG PORT=70000\nEXPOSE $PORT\n', lines: [3] },
  ],
  valid: [{ text: 'FROM debian:13\nEXPOSE 0 80 65535/udp $PORT 40000-$END\n' }],
});
