import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';
import { exposedIn, isProtocol } from './ports/exposed.ts';

export const exposeProtocolCasing = defineRule({
  id: 'expose-protocol-casing',
  title: 'Protocols in lower case',
  why: 'The image’s configuration has protocols in lower case; written otherwise they are harder to find.',
  remedy: 'Write `tcp`, `udp` or `sctp`.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { buildkit: ['ExposeProtoCasing'] },
  links: ['https://docs.docker.com/reference/build-checks/expose-proto-casing/'],

  instructions: { EXPOSE: check },
  stage(stage, context) {
    for (const one of triggeredIn(stage, 'EXPOSE')) check(one, context);
  },

  invalid: [
    {
      text: 'FROM debian:13\nEXPOSE 80/TCP 53/udp\n',
      lines: [2],
      fixed: 'FROM debian:13\nEXPOSE 80/tcp 53/udp\n',
    },
  ],
  valid: [{ text: 'FROM debian:13\nEXPOSE 80/tcp 443\n' }],
});

function check(one: InstructionFacts, { report }: RuleContext): void {
  if (!isBuilt(one)) return;
  for (const { text, port, protocol, range, isLiteral } of exposedIn(one)) {
    const right = protocol.toLowerCase();
    if (protocol === right || port === '' || !isProtocol(protocol)) continue;
    report({
      at: one.inFirstLine(range),
      message: `The protocol in \`${text}\` is written in capitals: write \`${right}\`.`,
      fix: () =>
        isLiteral && one.place.triggeredBy === null
          ? [{ range: { start: range.end - protocol.length, end: range.end }, text: right }]
          : null,
    });
  }
}
