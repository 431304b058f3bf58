import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeService } from '../model/compose-service.ts';
import { dockerfileOf, withDockerfile } from '../model/setup.ts';
import { shippedStage } from '../model/stages.ts';
import { shellCall } from '../ecosystems/hand-over.ts';
import { isBrokenList, isOnlyInit, startCommandOf } from '../ecosystems/start-command.ts';
import { fromShellForm, withinExecForm } from '../ecosystems/start-form.ts';
import type { Instruction } from '../syntax/dockerfile/index.ts';
import { applyEdits, type Edit } from '../syntax/text.ts';

/**
 * One plain command needs no shell. Where the text has variables or several commands, the shell stays, but hands its
 * process over to the last one with `exec`, so that signals reach the program.
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
      name: 'the last of several commands gets the process',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nCMD ["sh", "-c", "python manage.py migrate && gunicorn -b :$PORT app:app"]\n',
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nCMD ["sh", "-c", "python manage.py migrate && exec gunicorn -b :$PORT app:app"]\n',
      },
    },
    {
      name: 'a shell that has nothing to do',
      before: { Dockerfile: 'FROM python:3.13-slim\nCMD ["/bin/sh", "-c", "uvicorn app:app --port 80"]\n' },
      after: { Dockerfile: 'FROM python:3.13-slim\nCMD ["uvicorn", "app:app", "--port", "80"]\n' },
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
    const { entrypoint, cmd } = startCommandOf(stage);
    const isBehindScript = entrypoint?.json != null && !isOnlyInit(entrypoint.json);
    // what stands behind an ENTRYPOINT is an argument of that program, `sh -c …` and all
    const ofShell = [entrypoint, isBehindScript ? null : cmd].filter((one) => isShellForm(one));
    const hasArguments = cmd !== null || composeService(setup)?.command != null;
    // with the exec form an ENTRYPOINT takes CMD as arguments, which its shell form did not
    if (isShellForm(entrypoint) && hasArguments)
      return notNeeded('CMD stands beside an ENTRYPOINT in shell form, which ignores it');
    const namesShell = stage.instructions.some(({ keyword }) => keyword === 'SHELL');
    const edits: Edit[] = [
      ...(namesShell ? [] : ofShell.flatMap((one) => fromShellForm(tree, one))),
      ...(entrypoint === null ? [] : withinExecForm(tree, entrypoint, !hasArguments)),
      ...(cmd === null ? [] : withinExecForm(tree, cmd, !isBehindScript)),
    ];
    if (edits.length > 0)
      return applied(
        withDockerfile(setup, applyEdits(tree.source, edits)),
        ofShell.length > 0 ? 'it was in shell form' : 'its shell stayed in front of the program',
      );
    if (ofShell.length > 0)
      return notNeeded(namesShell ? 'SHELL names the shell on purpose' : 'it needs its shell');
    const isCalled = [entrypoint, cmd].some((one) => one?.json != null && shellCall(one.json) !== null);
    return notNeeded(
      isCalled ? 'its shell hands over already, or has more to do' : 'it is in exec form already',
    );
  },
};

const isShellForm = (one: Instruction | null): one is Instruction =>
  one !== null && one.json === null && one.argument !== '' && !isBrokenList(one);
