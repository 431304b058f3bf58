import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile } from '../model/setup.ts';
import { lastOf, shippedStage } from '../model/stages.ts';
import { execForm, isBrokenList } from '../ecosystems/start-command.ts';
import { splitCommandLine } from '../syntax/shell/index.ts';
import { replaceInstruction, type Instruction } from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

/**
 * One plain command needs no shell. Where the text has variables or several commands, the shell stays, but hands its
 * process over with `exec`, so that signals reach the program.
 */
export const startCommand: Change = {
  id: 'start-command',
  title: 'Start command in exec form',
  why: 'In shell form the program is a child of /bin/sh, which does not forward signals: stopping takes ten seconds and ends in a kill.',
  class: 'needs-proof',
  rungs: ['exec-form'],
  examples: [
    {
      name: 'a plain command',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD python -u app.py\n' },
      after: { Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "-u", "app.py"]\n' },
    },
    {
      name: 'variables need the shell, which hands over',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD gunicorn --bind 0.0.0.0:$PORT app:app\n' },
      after: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["sh", "-c", "exec gunicorn --bind 0.0.0.0:$PORT app:app"]\n',
      },
    },
    {
      name: 'a list that is no JSON is a mistake that only its author can mend',
      before: { Dockerfile: "FROM python:3.13-slim\nCMD [ 'python', '$APP' ]\n" },
      after: {},
    },
    {
      name: 'exec form already',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    if (stage === null) return notNeeded('there is no stage');
    if (stage.instructions.some(({ keyword }) => keyword === 'SHELL'))
      return notNeeded('SHELL names the shell on purpose');
    const entrypoint = lastOf(stage, 'ENTRYPOINT');
    const cmd = lastOf(stage, 'CMD');
    const edits: Edit[] = [];
    // a shell-form CMD behind an ENTRYPOINT is an argument of that program, `sh -c …` and all
    const candidates = entrypoint === null ? [cmd] : [entrypoint];
    for (const instruction of candidates) {
      const argv = instruction === null ? null : execArgv(instruction);
      if (instruction !== null && argv !== null)
        edits.push(...replaceInstruction(tree, instruction, `${instruction.keyword} ${execForm(argv)}`));
    }
    // with the exec form an ENTRYPOINT takes CMD as arguments, which its shell form did not
    const wakesCmd = edits.length > 0 && entrypoint !== null && cmd !== null;
    if (wakesCmd) return notNeeded('CMD stands beside an ENTRYPOINT in shell form, which ignores it');
    if (edits.length === 0) {
      const isShell = candidates.some((one) => one !== null && one.json === null);
      return notNeeded(isShell ? 'it needs its shell' : 'it is in exec form already');
    }
    return applied(withDockerfile(setup, applyEdits(tree.source, edits)), 'it was in shell form');
  },
};

function execArgv(instruction: Instruction): string[] | null {
  if (instruction.json !== null || instruction.argument === '' || isBrokenList(instruction)) return null;
  const text = instruction.argument.replaceAll(/\s+/g, ' ');
  const plain = /[$`~]/.test(text) ? null : splitCommandLine(text);
  if (plain !== null) return plain;
  const command = text.replace(/^exec /, '');
  const oneCommand = splitCommandLine(command.replaceAll(/\$(\w+|\{\w+(:-[^}]*)?\})/g, 'X')) !== null;
  return oneCommand ? ['sh', '-c', `exec ${command}`] : null;
}
