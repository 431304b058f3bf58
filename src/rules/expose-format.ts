import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';
import { exposedIn, isProtocol } from './ports/exposed.ts';

export const exposeFormat = defineRule({
  id: 'expose-format',
  title: 'Only container ports in EXPOSE',
  why: 'EXPOSE says which ports the program listens on. An address or a port of the host says nothing there, is left out in silence, and will be an error.',
  remedy: 'Keep the container’s port; publish it with `-p` or in the compose file.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['ExposeInvalidFormat'] },
  links: ['https://docs.docker.com/reference/build-checks/expose-invalid-format/'],

  instructions: { EXPOSE: check },
  stage(stage, context) {
    for (const one of triggeredIn(stage, 'EXPOSE')) check(one, context);
  },

  invalid: [
    {
      text: 'FROM debian:13\nEXPOSE 127.0.0.1:80:8080 80:8081/udp 9090\n',
      lines: [2, 2],
      fixed: 'FROM debian:13\nEXPOSE 8080 8081/udp 9090\n',
    },
  ],
  valid: [{ text: 'FROM debian:13\nEXPOSE 80 443/tcp 5000-5010\n' }],
});

function check(one: InstructionFacts, { report }: RuleContext): void {
  if (!isBuilt(one)) return;
  for (const { text, address, hostPort, port, protocol, range, isLiteral } of exposedIn(one)) {
    if ((address === '' && hostPort === '') || port === '' || !isProtocol(protocol)) continue;
    const right = text.slice(text.lastIndexOf(':') + 1);
    report({
      at: one.inFirstLine(range),
      message: `\`${text}\` names ${address === '' ? 'a port' : 'an address and a port'} of the host, of which EXPOSE knows nothing: write \`${right}\`.`,
      fix: () => (isLiteral && one.place.triggeredBy === null ? [{ range, text: right }] : null),
    });
  }
}
