// Made by scripts/index-improvements.mjs; don't edit.
import type { Change } from '../model/change.ts';
import { ORDER } from './order.ts';
import { ruleFixes } from './rule-fixes.ts';
import { shippedBuildTools } from './shipped-build-tools.ts';
import { twoStages } from './two-stages.ts';
import { productionDependencies } from './production-dependencies.ts';
import { runtimeBase } from './runtime-base.ts';
import { pinnedBase } from './pinned-base.ts';
import { renewedForms } from './renewed-forms.ts';
import { workdir } from './workdir.ts';
import { packages } from './packages.ts';
import { manifestsFirst } from './manifests-first.ts';
import { lockedInstall } from './locked-install.ts';
import { runtimeEnvironment } from './runtime-environment.ts';
import { user } from './user.ts';
import { startCommand } from './start-command.ts';
import { gunicornConfiguration } from './gunicorn-config.ts';
import { init } from './init.ts';
import { packageManagerStart } from './package-manager-start.ts';
import { healthCheck } from './health-check.ts';
import { noRecommends } from './no-recommends.ts';
import { cacheMounts } from './cache-mounts.ts';
import { downloadCaches } from './download-caches.ts';
import { stopSignal } from './stop-signal.ts';
import { labels } from './labels.ts';
import { updater } from './updater.ts';
import { ignoreFile } from './ignore-file.ts';
import { composeFile } from './compose-file.ts';
import { composeVersion } from './compose-version.ts';
import { composeEnvironment } from './compose-environment.ts';
import { noNewPrivileges } from './no-new-privileges.ts';
import { capabilities } from './capabilities.ts';
import { readOnly } from './read-only.ts';
import { limits } from './limits.ts';
import { composeHealth } from './compose-health.ts';
import { restart } from './restart.ts';
import { logRotation } from './log-rotation.ts';
import { datastoreHealth } from './datastore-health.ts';
import { dependsOnHealthy } from './depends-on-healthy.ts';
import { publishedDatastores } from './datastore-ports.ts';
import { envExample } from './env-example.ts';

/** Every change, in the order in which they are applied. */
export const improvements: readonly Change[] = [
  shippedBuildTools,
  twoStages,
  productionDependencies,
  runtimeBase,
  pinnedBase,
  renewedForms,
  workdir,
  packages,
  manifestsFirst,
  lockedInstall,
  runtimeEnvironment,
  user,
  startCommand,
  gunicornConfiguration,
  init,
  packageManagerStart,
  healthCheck,
  noRecommends,
  cacheMounts,
  downloadCaches,
  stopSignal,
  labels,
  updater,
  ignoreFile,
  composeFile,
  composeVersion,
  composeEnvironment,
  noNewPrivileges,
  capabilities,
  readOnly,
  limits,
  composeHealth,
  restart,
  logRotation,
  datastoreHealth,
  dependsOnHealthy,
  publishedDatastores,
  envExample,
  ...ruleFixes,
].toSorted((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
