import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, inContext, withDockerfile, withFile } from '../model/setup.ts';
import { lastOf, shippedStage } from '../model/stages.ts';
import { absoluteIn, sourceCopy } from '../ecosystems/source-copy.ts';
import { execForm } from '../ecosystems/start-command.ts';
import { gunicornConfig, takeSettings } from '../ecosystems/python/gunicorn.ts';
import { replaceInstruction } from '../syntax/dockerfile/index.ts';
import { applyEdits } from '../syntax/text.ts';

export const gunicornConfiguration: Change = {
  id: 'gunicorn-config',
  title: 'gunicorn reads its settings from the environment',
  why: 'Workers, time-out and keep-alive depend on where it runs: with a configuration file they are set without a new image.',
  class: 'needs-proof',
  rungs: ['config-file'],
  examples: [
    {
      name: 'the flags become defaults',
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nCOPY . .\nCMD ["gunicorn", "--workers", "2", "-b", "0.0.0.0:8000", "app:app"]\n',
      },
      after: {
        Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n',
        'gunicorn.conf.py': gunicornConfig({ workers: '2', timeout: null, keepAlive: null }),
      },
    },
    {
      name: 'a configuration file is left alone',
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["gunicorn", "-c", "conf.py", "app:app"]\n',
      },
      after: {},
    },
  ],

  apply(setup) {
    const tree = dockerfileOf(setup);
    const stage = shippedStage(tree);
    const cmd = stage && lastOf(stage, 'CMD');
    const argv = cmd?.json ?? null;
    if (!/\bgunicorn\b/.test(cmd?.argument ?? '')) return notNeeded('CMD does not start gunicorn');
    if (stage === null || cmd === null || argv === null) return notNeeded('CMD is not in exec form');
    const taken = takeSettings(argv);
    if (taken === null) return notNeeded('CMD gives gunicorn no settings, or a configuration of its own');
    const path = inContext(setup, 'gunicorn.conf.py');
    if (setup.files.has(path)) return notNeeded('it has a configuration of its own');
    if (setup.facts.context.some((file) => /(^|\/)gunicorn(\.conf|_config)\.py$/.test(file.path)))
      return notNeeded('it has a configuration of its own');
    if (
      stage.instructions.some(
        (one) => one.keyword === 'ENV' && /GUNICORN_CMD_ARGS|WEB_CONCURRENCY/.test(one.argument),
      )
    )
      return notNeeded('the environment holds its settings already');
    // gunicorn reads the file from its working directory
    const copiesAll = stage.instructions.some((one) => {
      const copy = sourceCopy(stage, one, setup.facts.context);
      return copy?.source === '' && copy.target === absoluteIn(stage, cmd, '.');
    });
    if (!copiesAll)
      return notNeeded('the folder that it is started in does not get a new file of the project');
    const withCommand = withDockerfile(
      setup,
      applyEdits(tree.source, replaceInstruction(tree, cmd, `CMD ${execForm(taken.argv)}`)),
    );
    const { workers, timeout, keepAlive } = taken.settings;
    return applied(
      withFile(withCommand, path, gunicornConfig(taken.settings)),
      `the command said: workers ${workers ?? 'nothing'}, time-out ${timeout ?? 'nothing'}, keep-alive ${keepAlive ?? 'nothing'}`,
    );
  },
};
