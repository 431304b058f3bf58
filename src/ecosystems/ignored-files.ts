import type { Setup } from '../model/setup.ts';
import type { PatternGroup } from '../syntax/ignore/index.ts';
import { dockerfileOf } from '../model/setup.ts';
import { nodeLeftovers } from './node/leftovers.ts';
import { scriptsIn } from './node/manifest.ts';
import { shapesOutput } from './node/tsconfig.ts';

/** What must never reach an image, whatever the project is. */
export function secretsAndHistory(setup: Setup): PatternGroup[] {
  return [
    {
      comment: 'Secrets',
      patterns: [
        '**/.env',
        '**/.env.*',
        '**/*.pem',
        '**/*.key',
        '**/*.p12',
        '**/*.pfx',
        '**/id_rsa*',
        '**/id_ed25519*',
        '**/.aws',
        '**/.netrc',
        '**/.pypirc',
      ],
    },
    {
      comment: 'History',
      patterns: [...(buildAsksGit(setup) ? [] : ['.git']), ...present(setup, ['.hg', '.svn'])],
    },
    { comment: "Shipshape's own files", patterns: ['.shipshape', 'DOCKER_IMPROVEMENTS.md'] },
  ];
}

/** What the build and the program have no use for, as far as it exists or the ecosystem makes it sooner or later. */
export function needless(setup: Setup): PatternGroup[] {
  return [
    {
      comment: 'Made on a developer machine',
      patterns: [...pythonLeftovers(setup), ...nodeLeftovers(setup)],
    },
    { comment: 'Editors and CI', patterns: ['.idea', '.vscode', '**/.DS_Store', ...present(setup, CI)] },
    { comment: "The container's own files", patterns: containerFiles(setup) },
    { comment: 'Tests and documents', patterns: [...tests(setup), ...documents(setup)] },
  ];
}

const CI = [
  '.github',
  '.gitlab',
  '.gitlab-ci.yml',
  '.circleci',
  '.travis.yml',
  '.drone.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  'Jenkinsfile',
  '.pre-commit-config.yaml',
  '.editorconfig',
  '.gitignore',
  '.gitattributes',
];

/** A build that computes its version from the history needs it. */
function buildAsksGit(setup: Setup): boolean {
  const asks = /\bgit\s+(describe|rev-parse|rev-list|log|show|submodule)\b/;
  const plugins = /\b(setuptools[_-]scm|hatch-vcs|versioneer|pbr|dunamai|poetry-dynamic-versioning)\b/;
  return (
    asks.test(dockerfileOf(setup).source) ||
    [...setup.files].some(
      ([path, text]) => /(^|\/)(pyproject\.toml|setup\.(py|cfg))$/.test(path) && plugins.test(text),
    )
  );
}

function pythonLeftovers(setup: Setup): string[] {
  const isPython = setup.facts.context.some(({ path }) => /\.py$|(^|\/)requirements[^/]*\.txt$/.test(path));
  if (!isPython) return [];
  const environments = ['.venv', 'venv', 'env'].filter((name) =>
    // a folder of that name that is no virtual environment may be a package of the project
    exists(setup, name) ? exists(setup, `${name}/pyvenv.cfg`) : name !== 'env',
  );
  return [
    '**/__pycache__',
    '**/*.py[cod]',
    ...environments,
    '.pytest_cache',
    '.mypy_cache',
    '.ruff_cache',
    '.tox',
    '.coverage',
    ...present(setup, ['htmlcov', '.nox']),
  ];
}

/** The files that later changes may create are named as well, so that a second run finds nothing new. */
function containerFiles(setup: Setup): string[] {
  const { dockerfile, ignore, compose, envExample, context } = setup.paths;
  const own = [dockerfile, ignore, compose ?? 'compose.yaml', envExample].flatMap((path) => {
    if (context === '') return [path];
    return path.startsWith(`${context}/`) ? [path.slice(context.length + 1)] : [];
  });
  const others = setup.facts.context
    .map(({ path }) => path)
    .filter((path) => /^(Dockerfile|Containerfile)(\.|$)|^(docker-)?compose[\w.-]*\.ya?ml$/.test(path));
  return [...new Set([...own, ...others])];
}

/** Of Node's test tools. */
const TEST_CONFIG = /^(jest|vitest|playwright|cypress|karma)\.(config|conf)\.[cm]?[jt]s$|^\.mocharc\.\w+$/;

/** Tests that neither the Dockerfile nor the source mentions. */
function tests(setup: Setup): string[] {
  if (/\b(pytest|unittest|tox|nox|jest|vitest|mocha|test)\b/.test(dockerfileOf(setup).source)) return [];
  const folders = present(setup, ['tests', 'test', '__tests__', 'spec', 'cypress', 'e2e']);
  const files = [
    ...present(setup, ['conftest.py', 'pytest.ini', 'tox.ini', '.coveragerc']),
    ...setup.facts.context.map(({ path }) => path).filter((path) => TEST_CONFIG.test(path)),
  ];
  return [...folders, ...files].filter((name) => !isMentioned(setup, name) && !shapesOutput(setup, name));
}

/** Licences stay: some ask to be passed on with the program. */
function documents(setup: Setup): string[] {
  const names = setup.facts.context
    .map(({ path }) => path)
    .filter((path) =>
      /^(README|CHANGELOG|CHANGES|HISTORY|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY)(\.\w+)?$/i.test(path),
    );
  return [...present(setup, ['docs', 'doc']), ...names].filter((name) => !isMentioned(setup, name));
}

/** The Dockerfile, a manifest or the source speaks of it; what cannot be read is taken to. */
function isMentioned(setup: Setup, name: string): boolean {
  const word = new RegExp(`(^|[^\\w.-])${name.replaceAll('.', '\\.')}($|[^\\w.-])`, 'm');
  const texts = [...setup.files].filter(
    ([path]) => path === setup.paths.dockerfile || !/\.(md|rst|ya?ml)$|ignore$|^tests?\//.test(path),
  );
  const manifests = ['pyproject.toml', 'setup.py', 'setup.cfg', 'MANIFEST.in'];
  const isUnread = present(setup, manifests).some(
    (path) => ![...setup.files.keys()].some((key) => key.endsWith(path)),
  );
  return (
    texts.some(([path, text]) => word.test(speakingOf(path, text))) || (isUnread && /^README/i.test(name))
  );
}

/** Of package.json the scripts that do not check or test, and what it says is the program. */
function speakingOf(path: string, text: string): string {
  if (/(^|\/)tsconfig[^/]*\.json$/.test(path)) return '';
  if (!/(^|\/)package\.json$/.test(path)) return text;
  const scripts = Object.entries(scriptsIn(text)).filter(([name]) => !OF_DEVELOPERS.test(name));
  const entries = [
    ...text.matchAll(/"(?:main|bin|module|browser|type|files|exports)"\s*:\s*([^{}[\]]*|[[{][^}\]]*)/g),
  ];
  return [...scripts.map(([, script]) => script), ...entries.map(([, value]) => value ?? '')].join('\n');
}

const OF_DEVELOPERS =
  /^(pre|post)?(test|lint|format|fmt|type-?check|check|coverage|e2e|cy|dev|watch|docs?|storybook|prettier|eslint|ci|release|publishOnly)(:|$)|^test/i;

const exists = (setup: Setup, path: string): boolean =>
  setup.facts.context.some((file) => file.path === path);

const present = (setup: Setup, paths: readonly string[]): string[] =>
  paths.filter((path) => exists(setup, path));
