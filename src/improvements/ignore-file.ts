import { needless, secretsAndHistory } from '../ecosystems/ignored-files.ts';
import { applied, notNeeded, type Change } from '../model/change.ts';
import { namedSources, readsContext } from '../model/named-sources.ts';
import { withFile, type Setup } from '../model/setup.ts';
import { dominantEol } from '../syntax/text.ts';
import { addPatterns, createIgnore, parseIgnore } from '../syntax/ignore/index.ts';

export const ignoreFile: Change = {
  id: 'ignore-file',
  title: 'Ignore file for secrets, history and what no build needs',
  why: 'What lies in the build context can end in the image, and every file of it that changes makes COPY run again.',
  class: 'needs-proof',
  rungs: ['comprehensive', 'secrets-and-history'],
  examples: [
    {
      name: 'an allowlist is complete already',
      before: { Dockerfile: 'FROM alpine\nCOPY app .\n', '.dockerignore': '*\n!app\n' },
      after: {},
      facts: (facts) => ({ ...facts, context: [{ path: 'app', bytes: 9, kind: 'file' }] }),
    },
    {
      name: 'nothing comes from the folder',
      before: { Dockerfile: 'FROM alpine\nRUN apk add nginx\nCMD ["nginx"]\n' },
      after: {},
    },
    {
      name: 'what the Dockerfile names stays in, and so do lines that are there',
      rung: 'secrets-and-history',
      before: {
        Dockerfile: 'FROM alpine\nCOPY certs/site.pem /etc/\n',
        '.dockerignore': '.git\n.env\n**/.env*\n',
      },
      after: {
        '.dockerignore':
          '.git\n.env\n**/.env*\n\n# Secrets\n**/*.pem\n**/*.key\n**/*.p12\n**/*.pfx\n**/id_rsa*\n**/id_ed25519*\n' +
          "**/.aws\n**/.netrc\n**/.pypirc\n\n# Shipshape's own files\n.shipshape\nDOCKER_IMPROVEMENTS.md\n\n" +
          '# Needed all the same\n!certs/site.pem\n',
      },
    },
  ],

  apply(setup, rung) {
    const path = setup.paths.ignore;
    const text = setup.files.get(path) ?? '';
    if (text === '' && !readsContext(setup)) return notNeeded('it takes nothing from its folder');
    const wanted = [...secretsAndHistory(setup), ...(rung === 'comprehensive' ? needless(setup) : [])];
    const named = namedSources(setup).flatMap((source) => filesOf(setup, source));
    const missing = wanted.map(({ comment, patterns }) => ({
      comment,
      patterns: patterns.filter((one) => !isCovered(setup, text, one) && !hidesWholly(one, named)),
    }));
    const added = missing.flatMap(({ patterns }) => patterns);
    const before = createIgnore(text);
    const hidden = createIgnore(added);
    const needed = [...named, ...exceptions(text), ...publicCertificates(setup)].filter(
      (file) => hidden.ignores(file) && !before.ignores(file),
    );
    const more = addPatterns(text, missing);
    const result = more === text ? text : withExceptions(more, [...new Set(needed)]);
    if (result === text) return notNeeded('the ignore file leaves out all that should not reach a build');
    return applied(withFile(setup, path, result), ...evidenceOf(setup, createIgnore(result).ignores, needed));
  },
};

/** The last line that matches wins, so an exception that stands further up is said again. */
function withExceptions(text: string, files: readonly string[]): string {
  if (files.length === 0) return text;
  const eol = dominantEol(text);
  return text + ['', '# Needed all the same', ...files.map((file) => `!${file}`), ''].join(eol);
}

/** A folder that is named for what it holds is copied for its certificates and keys. */
const OF_CERTIFICATES = /(^|\/)(certs?|certificates|ssl|tls|pki|keys)$/;

/** The context's files that a COPY source stands for; the source itself where it names none. */
function filesOf(setup: Setup, source: string): string[] {
  const files = setup.facts.context.map(({ path }) => path);
  if (OF_CERTIFICATES.test(source)) return [source, ...files.filter((path) => path.startsWith(`${source}/`))];
  if (!/[*?[]/.test(source)) return [source];
  const matches = createIgnore([source]).ignores;
  return files.filter((path) => matches(path));
}

/** A plain name that the Dockerfile asks for; a pattern with a wildcard is kept and gets an exception. */
const hidesWholly = (pattern: string, named: readonly string[]): boolean =>
  !pattern.includes('*') && named.some((file) => createIgnore([pattern]).ignores(file));

/** What the project's own lines take in again by name. */
const exceptions = (text: string): string[] =>
  parseIgnore(text).lines.flatMap(({ pattern, negated }) =>
    negated && pattern !== null && pattern !== '' && !/[*?[]/.test(pattern) ? [pattern] : [],
  );

/** Certificates of authorities are public, and programs are shipped with them. */
const publicCertificates = (setup: Setup): string[] =>
  setup.facts.context
    .map(({ path }) => path)
    .filter(
      (path) =>
        path.endsWith('.pem') && /(^|[-_.])(ca|cacerts?|bundle|chain|public|pub)[-_.]/.test(baseName(path)),
    );

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** True when everything that the pattern could match is out already, in every folder that reaches the build. */
function isCovered(setup: Setup, text: string, pattern: string): boolean {
  const ignore = createIgnore(text);
  // who lists what comes in has thought of it; only what slips through all the same is news to him
  if (isAllowlist(text)) {
    const matches = createIgnore([pattern]).ignores;
    return !setup.facts.context.some(({ path }) => matches(path) && !ignore.ignores(path));
  }
  const example = pattern
    .replace(/^\*\*\//, '')
    .replaceAll(/\[(.)[^\]]*\]/g, '$1')
    .replaceAll('*', 'x');
  if (!pattern.startsWith('**/')) return ignore.ignores(example);
  const folders = setup.facts.context.filter(({ kind }) => kind === 'directory').map(({ path }) => path);
  const reached = folders.filter((path) => !ignore.ignores(path));
  return ['', 'x/', 'x/y/', ...reached.map((path) => `${path}/`)].every((folder) =>
    ignore.ignores(folder + example),
  );
}

/** Leaves out everything first. */
const isAllowlist = (text: string): boolean =>
  /^(\/?\*\*?|\*\*\/\*)$/.test(
    parseIgnore(text).lines.find(({ pattern }) => pattern !== null && pattern !== '')?.pattern ?? '',
  );

function evidenceOf(setup: Setup, ignores: (path: string) => boolean, needed: readonly string[]): string[] {
  const files = setup.facts.context.filter(({ kind }) => kind !== 'directory');
  const left = files.filter(({ path }) => !ignores(path));
  const secrets = createIgnore(secretsAndHistory(setup)[0]?.patterns ?? []);
  const found = files.filter(({ path }) => secrets.ignores(path) && ignores(path)).map(({ path }) => path);
  return [
    `${left.length} of ${files.length} files are left in the build context`,
    ...(found.length > 0 ? [`kept out: ${found.join(', ')}`] : []),
    ...(needed.length > 0 ? [`left in by name: ${[...new Set(needed)].join(', ')}`] : []),
  ];
}
