import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';
import { is, lastOf, shippedStage } from '../model/stages.ts';
import { plainScript } from '../ecosystems/node/plain-script.ts';
import { stepOf } from '../ecosystems/node/steps.ts';
import { argvOf, execForm } from '../ecosystems/start-command.ts';
import {
  removeParagraph,
  replaceInstruction,
  type DockerfileTree,
  type Stage,
} from '../syntax/dockerfile/index.ts';
import { nodeCommand } from '../syntax/shell/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

const MANIFEST = `{"scripts": {"start": "node server.js", "serve": "next start -p 80", "migrate": "node migrate.js && node server.js"}, "dependencies": {"next": "15.0.0"}}\n`;
const FROM = 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\n';

export const packageManagerStart: Change = {
  id: 'package-manager-start',
  title: 'Started without the package manager',
  why: 'npm and its like stay in memory beside the program, and hand on neither signals nor exit codes as they should.',
  class: 'needs-proof',
  rungs: ['replaced'],
  examples: [
    {
      name: 'what the script runs',
      before: { Dockerfile: `${FROM}CMD ["npm", "start"]\n`, 'package.json': MANIFEST },
      after: { Dockerfile: `${FROM}CMD ["node", "server.js"]\n` },
    },
    {
      name: "a package's program",
      before: { Dockerfile: `${FROM}CMD npm run serve\n`, 'package.json': MANIFEST },
      after: { Dockerfile: `${FROM}CMD ["node_modules/.bin/next", "start", "-p", "80"]\n` },
    },
    {
      name: 'a script that is more than one command',
      before: { Dockerfile: `${FROM}CMD ["npm", "run", "migrate"]\n`, 'package.json': MANIFEST },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    const entrypoint = lastOf(stage, 'ENTRYPOINT');
    const cmd = lastOf(stage, 'CMD');
    let reason = 'no package manager starts it';
    for (const instruction of [entrypoint, cmd]) {
      const argv = argvOf(instruction);
      const plain = argv === null ? null : plainScript(setup, stage, argv);
      if (plain === null || instruction === null) continue;
      if ('reason' in plain) {
        ({ reason } = plain);
        continue;
      }
      // what stands in CMD would be given to the script
      if (instruction === entrypoint && cmd !== null)
        return notNeeded('CMD gives arguments to its ENTRYPOINT');
      const edits = [
        ...replaceInstruction(tree, instruction, `${instruction.keyword} ${execForm(plain.argv)}`),
        ...withoutManagers(setup, tree, stage),
      ];
      return applied(
        withDockerfile(setup, applyEdits(tree.source, edits)),
        `its script runs \`${plain.script}\``,
      );
    }
    return notNeeded(reason);
  },
};

/** Steps of the shipped stage that only fetch package managers, where it installs nothing with them. */
function withoutManagers({ facts }: Setup, tree: DockerfileTree, stage: Stage): Edit[] {
  if (tree.stages.length < 2 || facts.source.commands.some((name) => /^(npm|yarn|pnpm|npx)$/.test(name)))
    return [];
  const steps = stage.instructions
    .filter((one) => is(one, 'RUN'))
    .map((one) => stepOf(stage, one, tree.source));
  if (
    steps.some(
      (step) => step === null || step.parts.some(({ role }) => role === 'install' || role === 'work'),
    )
  )
    return [];
  return steps.flatMap((step) => {
    const commands = step?.parts.flatMap((part) => part.commands) ?? [];
    const isFetch = commands.every((command) => {
      const node = nodeCommand(command);
      const names = node?.operands.map(({ value }) => value ?? '') ?? [];
      return (
        node?.action === 'enable' ||
        (node?.action === 'add-global' &&
          names.every((name) => /^(npm|yarn|pnpm|corepack)(@.*)?$/.test(name)))
      );
    });
    return step === null || commands.length === 0 || !isFetch ? [] : removeParagraph(tree, step.instruction);
  });
}
