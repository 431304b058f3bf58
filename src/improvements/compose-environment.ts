import { knownVariables } from '../ecosystems/variables.ts';
import { notNeeded, type Change } from '../model/change.ts';
import { composeService, setInService } from '../model/compose-service.ts';
import type { VariableUse } from '../model/facts.ts';
import { additions } from './environment/additions.ts';
import { entryEdits } from './environment/entries.ts';
import { setInOther, sharedWith } from './environment/shared-values.ts';

export const composeEnvironment: Change = {
  id: 'compose-environment',
  title: 'Variables with their defaults, required ones asked for',
  why: 'A variable that is missing should stop `docker compose up` with its name, not the program with a stack trace.',
  class: 'safe',
  rungs: ['all', 'without-secrets'],
  examples: [
    {
      name: 'required, optional and not passed so far',
      before: {
        Dockerfile: 'FROM python:3.13-slim\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      - API_USER=${API_USER} # who asks\n      - MODE=fast\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      - API_USER=${API_USER:?set API_USER, see env.example} # who asks\n      - MODE=${MODE:-fast}\n      - LEVEL=${LEVEL:-info}\n',
      },
      facts: (facts) => ({
        ...facts,
        source: {
          ...facts.source,
          variables: [
            { name: 'API_USER', default: null, required: true, secret: false, where: 'app.py:1' },
            { name: 'MODE', default: 'slow', required: false, secret: false, where: 'app.py:2' },
            { name: 'LEVEL', default: 'info', required: false, secret: false, where: 'app.py:3' },
          ],
        },
      }),
    },
    {
      name: 'an optional one without a default is passed on where the user sets it',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    environment:\n      MODE: ${MODE:-fast}\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      MODE: ${MODE:-fast}\n      REPLICA:\n',
      },
      facts: (facts) => ({
        ...facts,
        source: {
          ...facts.source,
          variables: [{ name: 'REPLICA', default: null, required: false, secret: false, where: 'app.py:1' }],
        },
      }),
    },
    {
      name: 'a database and its user keep the same value',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      DB_PASSWORD: shop\n  db:\n    image: postgres:17\n    environment:\n      - DB_PASSWORD=shop\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:?set DB_PASSWORD, see env.example}\n  db:\n    image: postgres:17\n    environment:\n      - DB_PASSWORD=${DB_PASSWORD:?set DB_PASSWORD, see env.example}\n',
      },
    },
    {
      name: 'a password keeps being that of the database, whatever it is called there',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      MONGO_PASSWORD: shop\n  db:\n    image: mongo:8\n    environment:\n      - MONGO_INITDB_ROOT_PASSWORD=shop\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      MONGO_PASSWORD: ${MONGO_PASSWORD:?set MONGO_PASSWORD, see env.example}\n  db:\n    image: mongo:8\n    environment:\n      - MONGO_INITDB_ROOT_PASSWORD=${MONGO_PASSWORD:?set MONGO_PASSWORD, see env.example}\n',
      },
    },
    {
      name: 'a value that tells services apart stays',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      - NAME=John\n  other:\n    build: .\n    environment:\n      - NAME=Paul\n',
      },
      after: {},
      facts: (facts) => ({
        ...facts,
        source: {
          ...facts.source,
          variables: [{ name: 'NAME', default: null, required: false, secret: false, where: 'app.py:1' }],
        },
      }),
    },
    {
      name: 'a secret does not stay in the file',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    environment:\n      API_TOKEN: "abc123"\n',
      },
      after: {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      API_TOKEN: ${API_TOKEN:?set API_TOKEN, see env.example}\n',
      },
    },
  ],

  apply(setup, rung) {
    const service = composeService(setup);
    if (service === null) return notNeeded('no compose service builds it');
    const variables = knownVariables(setup);
    const edits = entryEdits(setup, service, variables, rung === 'all').flatMap((edit) => {
      const others = sharedWith(setup, edit);
      return others === null ? [] : [{ ...edit, others }];
    });
    const missing = variables.filter(
      ({ name }) => !service.environment.entries.some((entry) => entry.name === name),
    );
    const added = service.hasEnvFile ? [] : missing;
    const values = [...edits.map(({ value }) => value), ...additions(setup, service, added)];
    const evidence = [
      ...edits.map(({ evidence }) => evidence),
      ...added.map(({ name, where }) => `${name} is read in ${where}`),
      ...(service.hasEnvFile && missing.length > 0
        ? [`${names(missing)}: not added, the service has an env_file`]
        : []),
    ];
    if (values.length === 0)
      return notNeeded(
        evidence[0] ??
          (variables.length === 0
            ? 'it reads no variables'
            : 'every variable that it reads is passed with its default'),
      );
    const edited = setInService(setup, values);
    if (edited.setup === null) return notNeeded(edited.reason);
    const changed = edits
      .flatMap(({ others }) => others)
      .reduce((current, other) => setInOther(current, other).setup ?? current, edited.setup);
    return {
      kind: 'applied',
      setup: changed,
      evidence,
      // nobody has the secret but the user
      class: edits.some(({ secret }) => secret) ? 'needs-proof' : 'safe',
    };
  },
};

const names = (uses: readonly VariableUse[]): string => uses.map(({ name }) => name).join(', ');
