import { isSecretName } from '../ecosystems/secret-name.ts';
import { holdsPassword, isOfTheShell, knownVariables } from '../ecosystems/variables.ts';
import { notNeeded, type Change } from '../model/change.ts';
import {
  composeService,
  composeServices,
  setInService,
  type ComposeService,
  type EnvironmentEntry,
  type ServiceValue,
} from '../model/compose-service.ts';
import { isMapping, textOrTexts } from '../model/compose-values.ts';
import type { VariableUse } from '../model/facts.ts';
import { fitsAsDefault, interpolationsIn, soleInterpolation } from '../model/interpolation.ts';
import type { Setup } from '../model/setup.ts';

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
    // an empty text is not the same as nothing, and nobody has the secret but the user
    const changesValues =
      edits.some(({ secret }) => secret) || added.some((use) => !use.required && !use.default);
    return {
      kind: 'applied',
      setup: changed,
      evidence,
      class: changesValues ? 'needs-proof' : 'safe',
    };
  },
};

interface EntryEdit {
  entry: EnvironmentEntry;
  /** what the variable gets */
  next: string;
  value: ServiceValue;
  evidence: string;
  secret: boolean;
}

/** The same variable of another service. */
interface OtherEntry {
  service: string;
  value: ServiceValue;
}

/**
 * Where other services are given the very same value, as a database is that of its user: all get the same text, or
 * setting the variable would part them. Null when one of them cannot be edited, and for a setting whose value is what
 * tells the services apart: one variable cannot stand for both.
 */
function sharedWith(setup: Setup, { entry, next, secret }: EntryEdit): OtherEntry[] | null {
  if (entry.value === null || interpolationsIn(entry.value).length > 0) return [];
  const found: OtherEntry[] = [];
  for (const [name] of composeServices(setup)) {
    if (name === setup.paths.service) continue;
    const environment = composeService(asService(setup, name))?.environment;
    for (const other of environment?.entries ?? []) {
      const isOtherName = secret && other.value === entry.value && isSamePassword(setup, entry, other.name);
      if (other.name !== entry.name && !isOtherName) continue;
      if (other.value !== entry.value) {
        if (!secret && other.value !== null && interpolationsIn(other.value).length === 0) return null;
        continue;
      }
      if (other.key === null) return null;
      const text = environment?.form === 'list' ? `${other.name}=${next}` : next;
      const edit: OtherEntry = { service: name, value: [['environment', other.key], text] };
      if (setInOther(setup, edit).setup === null) return null;
      found.push(edit);
    }
  }
  return found;
}

const PASSWORD = /PASS(WORD|WD|PHRASE)?(_|$)|PWD$/i;

/** A database may call the password of its user otherwise; that of several things at once is not told apart. */
function isSamePassword(setup: Setup, { name, value }: EnvironmentEntry, other: string): boolean {
  const entries = composeService(setup)?.environment.entries ?? [];
  const alike = entries.filter((one) => one.value === value && PASSWORD.test(one.name));
  return PASSWORD.test(name) && PASSWORD.test(other) && alike.length === 1;
}

const asService = (setup: Setup, service: string): Setup => ({
  ...setup,
  paths: { ...setup.paths, service },
});

function setInOther(setup: Setup, { service, value }: OtherEntry): { setup: Setup | null } {
  const edited = setInService(asService(setup, service), [value]);
  return { setup: edited.setup && { ...edited.setup, paths: setup.paths } };
}

function entryEdits(
  setup: Setup,
  { environment: { form, entries } }: ComposeService,
  variables: readonly VariableUse[],
  withSecrets: boolean,
): EntryEdit[] {
  const services = hostNames(setup);
  return entries.flatMap((entry): EntryEdit[] => {
    const { key } = entry;
    // what an override or an extended service brings is theirs to say
    if (key === null) return [];
    const use = variables.find(({ name }) => name === entry.name) ?? null;
    const secret = isLiteralSecret(entry);
    if (secret && !withSecrets) return [];
    const next = secret ? required(setup, entry.name) : nextValue(setup, entry, use, services);
    if (next === null) return [];
    const evidence = secret
      ? `${entry.name} was written into the file: its value is asked for now, and should be changed`
      : `${entry.name} is read in ${use?.where ?? 'the source'}${use?.required ? ', and it stops without it' : ''}`;
    const text = form === 'list' ? `${entry.name}=${next}` : next;
    return [{ entry, next, value: [['environment', key], text], evidence, secret }];
  });
}

function nextValue(
  setup: Setup,
  { name, value }: EnvironmentEntry,
  use: VariableUse | null,
  services: readonly string[],
): string | null {
  if (use === null) return null;
  const sole = value === null ? null : soleInterpolation(value);
  if (value === null || sole?.operator === '')
    return use.required ? required(setup, sole?.name ?? name) : null;
  if (interpolationsIn(value).length > 0 || isOfTheShell(name) || !fitsAsDefault(value)) return null;
  // addresses within the compose file are its wiring, not a setting
  const isWiring = value.includes('://') || services.includes(value.replace(/:\d+$/, ''));
  return isWiring ? null : `\${${name}:-${value}}`;
}

/** Added behind what is there, required ones first. */
function additions(setup: Setup, service: ComposeService, uses: readonly VariableUse[]): ServiceValue[] {
  const { form, entries } = service.environment;
  const ordered = [...uses.filter((use) => use.required), ...uses.filter((use) => !use.required)];
  const values = ordered.map((use) => [use.name, valueFor(setup, use)] as const);
  if (form === 'map') return values.map(([name, value]) => [['environment', name], value]);
  const lines = values.map(([name, value]) => (value === null ? name : `${name}=${value}`));
  // the ones that are there may be edited in the same breath: each line is set at its own place
  const own = entries.filter(({ key }) => key !== null).length;
  if (own === 0) return lines.length === 0 ? [] : [[['environment'], lines]];
  return lines.map((line, index) => [['environment', own + index], line]);
}

/** null passes the variable through only where it is set: a default that is secret or hard to write is not copied. */
function valueFor(setup: Setup, use: VariableUse): string | null {
  if (use.required) return required(setup, use.name);
  const value = use.default ?? '';
  if (value !== '' && (use.secret || !fitsAsDefault(value) || holdsPassword(value))) return null;
  return `\${${use.name}:-${value}}`;
}

const required = (setup: Setup, name: string): string =>
  `\${${name}:?set ${name}, see ${setup.paths.envExample}}`;

/** A value, not a path to a file with the secret nor a switch. */
function isLiteralSecret({ name, value }: EnvironmentEntry): boolean {
  if (value === null || value === '' || interpolationsIn(value).length > 0) return false;
  return holdsPassword(value) || (isSecretName(name) && !/^(\/.*|true|false|\d{1,3})$/i.test(value));
}

const names = (uses: readonly VariableUse[]): string => uses.map(({ name }) => name).join(', ');

/** Names that services reach each other by. */
function hostNames(setup: Setup): string[] {
  return [...composeServices(setup)].flatMap(([name, { value }]) => {
    const { container_name: container, hostname, networks } = value;
    const aliases = isMapping(networks)
      ? Object.values(networks).flatMap((one) => (isMapping(one) ? textOrTexts(one['aliases']) : []))
      : [];
    return [name, ...textOrTexts(container), ...textOrTexts(hostname), ...aliases];
  });
}
