import { defineRule, type InstructionFacts } from '../lint/index.ts';

/** What says how the image runs, in the order in which it is usually written. */
const ORDER = ['STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];

export const instructionOrder = defineRule({
  id: 'instruction-order',
  title: 'What concerns running stands at the end',
  why: 'A reader looks for how the image runs at the end of its stage. There, a change of it builds nothing anew either.',
  remedy: 'Put STOPSIGNAL, HEALTHCHECK, ENTRYPOINT and CMD behind all steps of the stage, in this order.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'style',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { tally: ['tally/epilogue-order'] },
  links: ['https://docs.docker.com/reference/dockerfile/'],

  stage(stage, { report }) {
    if (!stage.ships) return;
    const own = stage.instructions.filter(({ place, keyword }) => !place.isTrigger && keyword !== 'ONBUILD');
    const lastStep = own.findLast(({ keyword }) => !ORDER.includes(keyword));
    let highest: InstructionFacts | null = null;
    for (const instruction of own) {
      const { keyword, place } = instruction;
      if (!ORDER.includes(keyword)) continue;
      const isEarly = lastStep !== undefined && place.index < lastStep.place.index;
      const isAfter: InstructionFacts | null =
        highest !== null && ORDER.indexOf(highest.keyword) > ORDER.indexOf(keyword) ? highest : null;
      if (isEarly)
        report({
          at: instruction.at,
          message: `\`${keyword}\` says how the image runs, but \`${lastStep.keyword}\` still follows it: put it at the end of the stage.`,
        });
      else if (isAfter !== null)
        report({
          at: instruction.at,
          message: `\`${keyword}\` usually stands before \`${isAfter.keyword}\`.`,
        });
      if (!isEarly) highest = instruction;
    }
  },

  invalid: [
    { text: 'FROM debian:13\nCMD ["app"]\nRUN make\n', lines: [2] },
    { text: 'FROM debian:13\nRUN make\nCMD ["app"]\nENTRYPOINT ["/entry"]\n', lines: [4] },
  ],
  valid: [
    {
      text: 'FROM debian:13\nRUN make\nSTOPSIGNAL SIGINT\nHEALTHCHECK NONE\nENTRYPOINT ["/entry"]\nCMD ["app"]\n',
    },
    { text: 'FROM debian:13 AS build\nCMD ["app"]\nRUN make\nFROM debian:13\nCOPY --from=build /a /a\n' },
  ],
});
