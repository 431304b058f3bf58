/**
 * The order in which changes are applied: shape first (stages), then base, packages, copies, user, start, health, then
 * the files beside the Dockerfile. Ids only; `scripts/index-improvements.mjs` makes `index.ts` of it and of the folder.
 */
export const ORDER: readonly string[] = [
  'two-stages',
  'runtime-base',
  'pinned-base',
  'renewed-forms',
  'workdir',
  'packages',
  'manifests-first',
  'runtime-environment',
  'user',
  'start-command',
  'gunicorn-config',
  'init',
  'health-check',
  'ignore-file',
  'compose-file',
  'compose-environment',
  'no-new-privileges',
  'capabilities',
  'read-only',
  'limits',
  'compose-health',
  'restart',
  'env-example',
];
