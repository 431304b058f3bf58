import { ComposeFile } from './compose/file.ts';
import { DockerfileFacts } from './dockerfile/file.ts';
import { EnvFile } from './files/env-file.ts';
import { IgnoreFile } from './files/ignore-file.ts';
import { imageOf } from './image/example.fixture.ts';
import type { AppliesTo, ExampleFile, Rule } from './rule.ts';
import type { CheckedFile } from './run-rules.ts';
import type { BuildContext, Surroundings } from './surroundings.ts';

const NAMES: Record<AppliesTo, string> = {
  dockerfile: 'Dockerfile',
  compose: 'compose.yaml',
  dockerignore: '.dockerignore',
  env: '.env',
  image: 'Dockerfile',
};

/** An example as the runner takes it; the other files of its folder are the build context. */
export function exampleFile(
  rule: Pick<Rule, 'appliesTo'>,
  example: ExampleFile,
  text = example.text,
): CheckedFile {
  if (example.image !== undefined) return { kind: 'image', facts: imageOf(example.image) };
  const path = example.path ?? NAMES[rule.appliesTo];
  const files = { ...example.files, [path]: text };
  const given = { path, source: text, around: around(files) };
  if (path.endsWith('ignore')) return { kind: 'ignore', facts: new IgnoreFile(given) };
  if (/\.ya?ml$/.test(path)) return { kind: 'compose', facts: new ComposeFile(given) };
  if (/\.env(?:\.|$)/.test(path)) return { kind: 'env', facts: new EnvFile(given) };
  return { kind: 'dockerfile', facts: new DockerfileFacts(given) };
}

function around(files: Readonly<Record<string, string>>): Surroundings {
  const context: BuildContext = {
    list: () => Object.entries(files).map(([path, text]) => ({ path, size: text.length, kind: 'file' })),
    has: (path) => Object.keys(files).some((name) => name === path || name.startsWith(`${path}/`)),
    ignoreFile: () => {
      const text = files['.dockerignore'];
      return text === undefined ? null : { path: '.dockerignore', text };
    },
  };
  return { context, read: (path) => files[path.replace(/^\.\//, '')] ?? null };
}
