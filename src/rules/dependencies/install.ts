import type { Command } from '../../lint/index.ts';
import { nodeCommand, pipCommand } from '../../syntax/shell/index.ts';

/** A command that installs what a project depends on. */
export interface DependencyInstall {
  /** one name for all programs of an ecosystem */
  ecosystem: 'node' | 'python' | 'ruby' | 'php' | 'go' | 'java' | 'dotnet' | 'elixir';
  /** files that it may read, in the order in which they are written; patterns of their names are not among them */
  manifests: readonly string[];
}

const NODE =
  `package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb pnpm-workspace.yaml
  .npmrc .yarnrc .yarnrc.yml`.split(/\s+/);

/** By program: its verbs, and what they read. */
const OTHERS: Readonly<Record<string, { verb: RegExp; install: DependencyInstall }>> = {
  bun: { verb: /^(?:install|i)$/, install: { ecosystem: 'node', manifests: NODE } },
  poetry: {
    verb: /^(?:install|sync)$/,
    install: { ecosystem: 'python', manifests: ['pyproject.toml', 'poetry.lock'] },
  },
  pipenv: {
    verb: /^(?:install|sync)$/,
    install: { ecosystem: 'python', manifests: ['Pipfile', 'Pipfile.lock'] },
  },
  pdm: {
    verb: /^(?:install|sync)$/,
    install: { ecosystem: 'python', manifests: ['pyproject.toml', 'pdm.lock'] },
  },
  uv: { verb: /^sync$/, install: { ecosystem: 'python', manifests: ['pyproject.toml', 'uv.lock'] } },
  bundle: { verb: /^install$/, install: { ecosystem: 'ruby', manifests: ['Gemfile', 'Gemfile.lock'] } },
  composer: {
    verb: /^(?:install|i)$/,
    install: { ecosystem: 'php', manifests: ['composer.json', 'composer.lock'] },
  },
  mix: { verb: /^deps\.get$/, install: { ecosystem: 'elixir', manifests: ['mix.exs', 'mix.lock'] } },
  dotnet: { verb: /^restore$/, install: { ecosystem: 'dotnet', manifests: [] } },
  mvn: {
    verb: /^dependency:(?:go-offline|resolve)$/,
    install: { ecosystem: 'java', manifests: ['pom.xml'] },
  },
};

/** Reads a command that installs a project's dependencies by its manifests; null for others, named packages too. */
export function dependencyInstall(command: Command): DependencyInstall | null {
  const { program, args, shell } = command;
  if (program === 'npm' || program === 'yarn' || program === 'pnpm') {
    const node = nodeCommand(shell);
    if (node?.action !== 'install' || node.folder !== null || node.workspaces || node.dynamic) return null;
    return { ecosystem: 'node', manifests: NODE };
  }
  const verbs = args.flatMap(({ value }) => (value === null || value.startsWith('-') ? [] : [value]));
  if (program === 'go')
    return verbs[0] === 'mod' && verbs[1] === 'download'
      ? { ecosystem: 'go', manifests: ['go.mod', 'go.sum'] }
      : null;
  const other = Object.hasOwn(OTHERS, program ?? '') ? OTHERS[program ?? ''] : undefined;
  if (other !== undefined) {
    const isVerb =
      program === 'mvn' ? verbs.some((verb) => other.verb.test(verb)) : other.verb.test(verbs[0] ?? '');
    // `pipenv install NAME` adds a package
    return isVerb && (program !== 'pipenv' || verbs.length === 1) ? other.install : null;
  }
  const pip = pipCommand(shell);
  if (pip?.verb !== 'install' || pip.dynamic || pip.requirements.length === 0) return null;
  if (pip.editable.length > 0 || pip.packages.some((one) => /^\.|\//.test(one))) return null;
  return { ecosystem: 'python', manifests: [...pip.requirements, ...pip.constraints] };
}
