import {
  absolutePath,
  argumentsOf,
  defineRule,
  hasFlag,
  isWithin,
  type Command,
  type InstructionFacts,
  type RuleContext,
} from '../lint/index.ts';
import { removeParagraph, setFlag } from '../syntax/dockerfile/index.ts';
import { copiedBy } from './copies/copied.ts';
import { instructionsBefore } from './steps/nearby.ts';

export const chownInOwnLayer = defineRule({
  id: 'chown-in-own-layer',
  title: 'Owner and mode set while copying',
  why: 'A layer holds whole files: one that only changes the owner or the mode of files of an earlier layer holds every one of them a second time.',
  remedy:
    'Give COPY or ADD the flags `--chown` and `--chmod`, and only for what the program writes; change what a RUN makes in that RUN.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],

  commands: {
    chown: (command, context) => look(command, context.report),
    chmod: (command, context) => look(command, context.report),
    chgrp: (command, context) => look(command, context.report),
  },

  invalid: [
    {
      text: 'FROM node:22\nWORKDIR /app\nCOPY . /app\nRUN chown -R 1000:1000 /app\n',
      lines: [4],
      fixed: 'FROM node:22\nWORKDIR /app\nCOPY --chown=1000:1000 . /app\n',
    },
    {
      text: 'FROM python:3.13\nCOPY app /srv/app\nRUN useradd -u 1001 app && chown --recursive app /srv && chmod -R g+w /srv/app\n',
      lines: [3, 3],
    },
  ],
  valid: [
    { text: 'FROM node:22\nCOPY --chown=1000:1000 . /app\n' },
    { text: 'FROM node:22\nRUN mkdir /data && chown -R 1000 /data\n' },
    {
      text: 'FROM node:22 AS build\nCOPY . /app\nRUN chown -R 1000 /app\nFROM node:22\nCOPY --from=build /app/dist /app\n',
    },
    { text: 'FROM node:22\nCOPY run.sh /run.sh\nRUN chmod +x /run.sh\n' },
  ],
});

function look(command: Command, report: RuleContext['report']): void {
  const { instruction } = command;
  const { stage, place } = instruction;
  if (stage === null || !stage.ships || !hasFlag(command, '-R', '--recursive')) return;
  const { operands } = argumentsOf(command, { letters: '', names: ['from', 'reference'] });
  const [owner, ...paths] = operands;
  for (const { value } of paths) {
    if (value === null) continue;
    const path = absolutePath(value.replace(/\/?\*+$/, ''), place.workdir);
    const copy = broughtBefore(instruction, path);
    if (copy === null) continue;
    const verb = command.program === 'chmod' ? 'mode' : 'owner';
    return report({
      at: command.word?.range ?? instruction.at,
      message: `\`${command.program ?? ''} -R\` changes the ${verb} of what an earlier ${copy.keyword} brought to \`${value}\`, so the image holds those files twice: set it with \`--${command.program === 'chmod' ? 'chmod' : 'chown'}\` while copying.`,
      fix: () => {
        const name = command.program === 'chown' ? 'chown' : null;
        const isAlone =
          instruction.commands.length === 1 && paths.length === 1 && instruction.mounts.length === 0;
        if (name === null || owner?.value == null || !/^\d+(?::\d+)?$/.test(owner.value)) return null;
        const isSame = copiedBy(copy)?.target === path && !copy.node.flags.some((flag) => flag.name === name);
        // other copies into the folder, and what RUN steps made there, would keep their owner
        const between = instructionsBefore(instruction);
        if (!isAlone || !isSame || between.at(-1) !== copy || place.isTrigger) return null;
        return [...setFlag(copy.node, name, owner.value), ...removeParagraph(place.tree, instruction.node)];
      },
    });
  }
}

/** The last COPY or ADD before a step whose files lie below a path. */
function broughtBefore(step: InstructionFacts, path: string): InstructionFacts | null {
  return (
    instructionsBefore(step).findLast((one) => {
      const target = copiedBy(one)?.target ?? null;
      return target !== null && isWithin(target, path);
    }) ?? null
  );
}
