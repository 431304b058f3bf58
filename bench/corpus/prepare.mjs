// A project of the list as it is built here: a copy of its folder, and plain general edits on it. What they are for: this
// list must also run where there are only a few bases and a few Python packages, in whatever version. What is done to
// every project: alpine becomes slim and a base's version one that is there, the `# syntax=` line is dropped, pins of
// requirement files become names. What is done to one stands in the list, as `prepare`.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const DOCKERFILES = new URL('dockerfiles/', import.meta.url).pathname;

/** Where a mirror lies below a folder of mirrors: `owner+name/repo`, bare or with `.git` in it. */
export function gitDirOf(mirrors, repository) {
  const dir = join(mirrors, repository.replace('/', '+'), 'repo');
  return existsSync(join(dir, '.git')) ? join(dir, '.git') : dir;
}

/** Copies the project's folder to `dir` and prepares it; says what was done. */
export function prepare(project, mirrors, dir) {
  const { name, repository, revision, folder, dockerfile, prepare: steps = [] } = project;
  mkdirSync(dir, { recursive: true });
  const tree = folder === '' ? revision : `${revision}:${folder}`;
  const archive = execFileSync('git', ['--git-dir', gitDirOf(mirrors, repository), 'archive', tree], {
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', dir], { input: archive });
  const done = [];
  const compose = join(DOCKERFILES, `${name}.compose.yaml`);
  if (dockerfile === 'ours') {
    cpSync(join(DOCKERFILES, `${name}.Dockerfile`), join(dir, 'Dockerfile'));
    done.push('a plain Dockerfile of ours');
  }
  if (existsSync(compose)) {
    cpSync(compose, join(dir, 'compose.yaml'));
    done.push('a compose file of ours');
  }
  for (const path of filesBelow(dir)) {
    const kind = basename(path);
    if (/dockerfile/i.test(kind)) edit(dir, path, basesThatAreThere, done, 'bases');
    else if (/^(docker-)?compose.*\.ya?ml$/.test(kind)) edit(dir, path, imagesThatAreThere, done, 'images');
    else if (/requirements.*\.txt$/.test(kind)) edit(dir, path, withoutPins, done, 'pins');
  }
  for (const [step, ...words] of steps) {
    STEPS[step](dir, ...words);
    done.push([step, ...words].join(' '));
  }
  return done;
}

const STEPS = {
  without(dir, requirement) {
    const isIt = new RegExp(`^${requirement}\\b(?!-)`, 'i');
    for (const path of filesBelow(dir).filter((one) => /requirements.*\.txt$/.test(one)))
      change(dir, path, (text) =>
        text
          .split('\n')
          .filter((line) => !isIt.test(line))
          .join('\n'),
      );
  },
  copy: (dir, from, to) => cpSync(join(dir, from), join(dir, to)),
  replace(dir, path, from, to) {
    change(dir, path, (text) => {
      if (!text.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}`);
      return text.replaceAll(from, () => to);
    });
  },
};

const filesBelow = (dir) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !path.includes('node_modules/'));

function change(dir, path, how) {
  const before = readFileSync(join(dir, path), 'utf8');
  const after = how(before);
  if (after !== before) writeFileSync(join(dir, path), after);
  return after !== before;
}

function edit(dir, path, how, done, what) {
  if (change(dir, path, how)) done.push(`${what} of ${path}`);
}

const NODES = [20, 22, 24];

/** The nearest base that is there; alpine becomes slim. */
function nearest(reference) {
  const [, language, tag] =
    /^(?:docker\.io\/library\/)?(python|node)(?::([^@]+))?(?:@.*)?$/.exec(reference) ?? [];
  if (language === undefined) return reference;
  const slim = /slim|alpine/.test(tag ?? '') ? '-slim' : '';
  const [, major, minor = '99'] = /^(\d+)(?:\.(\d+))?/.exec(tag ?? '') ?? [null, '99'];
  if (language === 'python')
    return `python:${Number(major) === 3 && Number(minor) <= 11 ? '3.11' : '3.13'}${slim}`;
  return `node:${NODES.find((one) => one >= Number(major)) ?? NODES.at(-1)}${slim}`;
}

const basesThatAreThere = (text) =>
  text
    .replace(/^#\s*syntax\s*=.*\r?\n/i, '')
    .replace(/^(FROM\s+(?:--platform=\S+\s+)?)(\S+)/gim, (_, start, base) => start + nearest(base));

const imagesThatAreThere = (text) =>
  text
    .replace(/^(\s*image:\s*['"]?)(?:postgres|postgresql)(?::[\w.-]+)?/gm, '$1postgres:15')
    .replace(/^(\s*image:\s*['"]?)(?:redis(?:labs\/redismod)?)(?::[\w.-]+)?/gm, '$1redis:7');

/** `flask==3.0 ; marker --hash=…` becomes `flask`; a package in binary form its plain one. */
const withoutPins = (text) =>
  text
    .replace(/\\\r?\n/g, ' ')
    .split('\n')
    .map((line) => (/^\s*(#|-|$)/.test(line) ? line : line.replace(/^\s*([\w.-]+(?:\[[^\]]*\])?).*/, '$1')))
    .map((line) => line.replace(/^psycopg2-binary/i, 'psycopg2'))
    .join('\n');
