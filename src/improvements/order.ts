/**
 * The order in which changes are applied: shape first (stages), then base, packages, copies, user, start, health, then
 * the files beside the Dockerfile. Ids only; `scripts/index-improvements.mjs` makes `index.ts` of it and of the folder.
 */
export const ORDER: readonly string[] = [
  'two-stages',
  'runtime-base',
  'pinned-base',
  'packages',
  'manifests-first',
  'user',
  'start-command',
  'gunicorn-config',
  'init',
  'health-check',
  'ignore-file',
  'compose-file',
  'compose-version',
  'compose-environment',
  'no-new-privileges',
  'capabilities',
  'read-only',
  'limits',
  'compose-health',
  'restart',
  'log-rotation',
  'datastore-health',
  'depends-on-healthy',
  'datastore-ports',
  'env-example',
];
