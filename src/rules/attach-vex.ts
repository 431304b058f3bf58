import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';

export const attachVex = defineRule({
  id: 'attach-vex',
  title: 'Vulnerability statements are attached, not copied in',
  why: 'A VEX document says which vulnerabilities do not matter in an image. Inside the image it can only change with a new build, and scanners ignore it once the image has an attestation.',
  remedy: 'Attach it to the pushed image: `docker scout attestation add`, or `cosign attest --type openvex`.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/prefer-vex-attestation'] },
  links: ['https://docs.docker.com/scout/how-tos/create-exceptions-vex/'],

  instructions: { COPY: look, ADD: look },

  invalid: [{ text: 'FROM debian:13\nCOPY app.vex.json *.openvex.json /usr/share/vex/\n', lines: [2, 2] }],
  valid: [
    { text: 'FROM debian:13\nCOPY vexation.json /app/\n' },
    { text: 'FROM debian:13 AS a\nCOPY a.vex.json /\nFROM debian:13\n' },
  ],
});

function look({ node, stage }: InstructionFacts, { report }: RuleContext): void {
  if (stage?.ships === false) return;
  for (const { value, range } of copySources(node)?.sources ?? [])
    if (/(?:^|[/.*])(?:open)?vex\.json$/i.test(value))
      report({
        at: range,
        message: `\`${value}\` can only change with a new image; attach it to the image instead of copying it in.`,
      });
}
