import { isSecretName } from '../ecosystems/secret-name.ts';
import { holdsPassword, isOfTheShell, knownVariables } from '../ecosystems/variables.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import { composeService } from '../model/compose-service.ts';
import { fitsAsDefault, interpolationsIn } from '../model/interpolation.ts';
import { composePaths, withFile, type Setup } from '../model/setup.ts';
import { appendEntries } from '../syntax/dotenv/index.ts';
import { dominantEol } from '../syntax/text.ts';
import { parseYaml } from '../syntax/yaml/index.ts';

/** A variable as the example shows it. */
export interface Setting {
  name: string;
  value: string;
  required: boolean;
  /** the file that reads it; null when only compose does */
  readIn: string | null;
  /** even an empty value would differ from none: shown as a comment */
  unsetByDefault: boolean;
}

export const envExample: Change = {
  id: 'env-example',
  title: 'Example of the environment',
  why: 'A newcomer sees at once which variables there are, which must be set and what the others are by default.',
  class: 'safe',
  rungs: ['all-variables'],
  examples: [
    {
      name: 'required ones first, the others with their defaults',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml':
          'services:\n  web:\n    build: .\n    environment:\n      API_TOKEN: ${API_TOKEN:?}\n      WORKERS: ${WORKERS:-2}\n',
      },
      after: {
        'env.example':
          '# Copy to .env and fill in.\n\n# Required: read in app.py\nAPI_TOKEN=\n\n# Optional, with their defaults\nWORKERS=2\n',
      },
      facts: (facts) => ({
        ...facts,
        source: {
          ...facts.source,
          variables: [{ name: 'API_TOKEN', default: null, required: true, secret: true, where: 'app.py:1' }],
        },
      }),
    },
    {
      name: 'an example that is there only gets what is missing',
      before: {
        Dockerfile: 'FROM alpine\n',
        '.env.example': '# ours\r\nA=1\r\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    image: web:${TAG:-latest}-${A}\n',
      },
      after: { '.env.example': '# ours\r\nA=1\r\n\r\n# Optional, with their defaults\r\nTAG=latest\r\n' },
    },
    {
      name: 'what compose sets itself is nothing to fill in',
      before: {
        Dockerfile: 'FROM alpine\n',
        'compose.yaml': 'services:\n  web:\n    build: .\n    environment:\n      REDIS_HOST: redis\n',
      },
      after: {},
      facts: (facts) => ({
        ...facts,
        source: {
          ...facts.source,
          variables: [
            { name: 'REDIS_HOST', default: 'localhost', required: false, secret: false, where: 'app.py:1' },
          ],
        },
      }),
    },
  ],

  apply(setup) {
    const path = setup.paths.envExample;
    const text = setup.files.get(path) ?? '';
    const fixed = setByCompose(setup);
    const missing = settingsOf(setup).filter(({ name }) => !fixed.has(name) && !isShown(text, name));
    if (missing.length === 0)
      return notNeeded(
        text === '' ? 'it reads no variables that a person sets' : 'it shows every variable that is read',
      );
    const eol = dominantEol(text);
    let result = text === '' ? `# Copy to .env and fill in.${eol}` : text;
    for (const [comment, settings] of groupsOf(missing)) result = withGroup(result, comment, settings, eol);
    return applied(
      withFile(setup, path, result),
      `not shown so far: ${missing.map(({ name }) => name).join(', ')}`,
    );
  },
};

/** What the source reads, then what the compose file asks the shell or `.env` for. */
export function settingsOf(setup: Setup): Setting[] {
  const settings = new Map<string, Setting>();
  const inCompose = composeDefaults(setup);
  for (const { name, required, secret, where, ...use } of knownVariables(setup)) {
    const isSecret = secret || isSecretName(name) || holdsPassword(use.default ?? '');
    const asked = inCompose.get(name);
    const composeDefault = asked ?? '';
    const given = composeDefault === '' ? (use.default ?? '') : composeDefault;
    // null: compose itself stops without it
    const isRequired = asked === null || (required && composeDefault === '');
    const value = isSecret || !fitsAsDefault(given) ? '' : given;
    // where compose passes it on by its bare name, or the program has a default that is not shown
    const mayBeUnset = asked === undefined || (use.default ?? '') !== '';
    settings.set(name, {
      name,
      value,
      required: isRequired,
      readIn: where.replace(/:\d+$/, ''),
      unsetByDefault: !isRequired && value === '' && mayBeUnset,
    });
  }
  for (const [name, given] of inCompose) {
    if (settings.has(name) || isOfTheShell(name)) continue;
    const isHidden = isSecretName(name) || holdsPassword(given ?? '') || !fitsAsDefault(given ?? '');
    settings.set(name, {
      name,
      value: isHidden ? '' : (given ?? ''),
      required: given === null,
      readIn: null,
      unsetByDefault: false,
    });
  }
  return [...settings.values()];
}

/** What every service of a setup gets as a plain value in the compose file: `.env` has no effect on it. */
export function setByCompose(setup: Setup): Map<string, string> {
  const names = [setup.paths.service, ...(setup.paths.siblings ?? [])].filter((name) => name !== null);
  const [first = new Map<string, string>(), ...others] = names.map((service) => {
    const entries =
      composeService({ ...setup, paths: { ...setup.paths, service } })?.environment.entries ?? [];
    return new Map(
      entries.flatMap(({ name, value }) => (value !== null && !value.includes('$') ? [[name, value]] : [])),
    );
  });
  return new Map([...first].filter(([name]) => others.every((other) => other.has(name))));
}

/** Variables of the compose file with their defaults; null: it stops without them. */
function composeDefaults({ paths, files }: Setup): Map<string, string | null> {
  const found = new Map<string, string | null>();
  const roots = composePaths(paths).map((path) => parseYaml(files.get(path) ?? '').get([]));
  for (const value of textsIn(roots))
    for (const { name, operator, argument } of interpolationsIn(value)) {
      const given = operator.endsWith('-') ? argument : operator.endsWith('?') ? null : '';
      const known = found.get(name);
      // one place that stops without it is enough; a default that is written anywhere tells more
      if (!known && (given !== '' || known === undefined)) found.set(name, given);
    }
  return found;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((inner) => textsIn(inner))
    : [];
}

/** There already, if only as a comment. */
const isShown = (text: string, name: string): boolean =>
  new RegExp(`^\\s*#?\\s*(export\\s+)?${name}\\s*=`, 'm').test(text);

function groupsOf(settings: readonly Setting[]): [comment: string, settings: Setting[]][] {
  const required = settings.filter((setting) => setting.required);
  const readers = [...new Set(required.flatMap(({ readIn }) => readIn ?? []))];
  const optional = settings.filter((setting) => !setting.required);
  const blank = optional.filter(({ value }) => value === '');
  const groups: [string, Setting[]][] = [
    [readers.length === 0 ? 'Required' : `Required: read in ${readers.join(', ')}`, required],
    ['Optional', blank],
    ['Optional, with their defaults', optional.filter((setting) => !blank.includes(setting))],
  ];
  return groups.filter(([, group]) => group.length > 0);
}

function withGroup(text: string, comment: string, settings: readonly Setting[], eol: string): string {
  const start = `${text}${text.endsWith('\n') ? '' : eol}${eol}# ${comment}${eol}`;
  const shown = settings.filter(({ unsetByDefault }) => !unsetByDefault);
  const filled = appendEntries(
    start,
    shown.map(({ name, value }) => ({ name, value })),
  );
  const unset = settings.filter(({ unsetByDefault }) => unsetByDefault);
  return filled + unset.map(({ name }) => `# ${name}=${eol}`).join('');
}
