// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { assumeYes } from './assume-yes.ts';
import { buildToolsInFinalStage } from './build-tools-in-final-stage.ts';
import { cleanLanguagePackageCache } from './clean-language-package-cache.ts';
import { cleanOsPackageCache } from './clean-os-package-cache.ts';
import { curlOrWget } from './curl-or-wget.ts';
import { debugToolsInFinalStage } from './debug-tools-in-final-stage.ts';
import { deprecatedInstallerFlag } from './deprecated-installer-flag.ts';
import { followRedirects } from './follow-redirects.ts';
import { installFromLockfile } from './install-from-lockfile.ts';
import { keepTlsVerification } from './keep-tls-verification.ts';
import { noRecommendedPackages } from './no-recommended-packages.ts';
import { noSudo } from './no-sudo.ts';
import { noSystemUpgrade } from './no-system-upgrade.ts';
import { packageCacheMounts } from './package-cache-mounts.ts';
import { pinLanguagePackages } from './pin-language-packages.ts';
import { pinOsPackages } from './pin-os-packages.ts';
import { productionDependenciesOnly } from './production-dependencies-only.ts';
import { reinstallsWhatBaseHas } from './reinstalls-what-base-has.ts';
import { retryDownloads } from './retry-downloads.ts';
import { runtimeTuning } from './runtime-tuning.ts';
import { sortPackages } from './sort-packages.ts';
import { telemetryOptOut } from './telemetry-opt-out.ts';
import { updateWithInstall } from './update-with-install.ts';
import { useAptGet } from './use-apt-get.ts';
import { verifyDownloads } from './verify-downloads.ts';
import { verifyPackageSignatures } from './verify-package-signatures.ts';
import { wgetProgress } from './wget-progress.ts';

/** Every rule, by id. */
export const rules = [
  assumeYes,
  buildToolsInFinalStage,
  cleanLanguagePackageCache,
  cleanOsPackageCache,
  curlOrWget,
  debugToolsInFinalStage,
  deprecatedInstallerFlag,
  followRedirects,
  installFromLockfile,
  keepTlsVerification,
  noRecommendedPackages,
  noSudo,
  noSystemUpgrade,
  packageCacheMounts,
  pinLanguagePackages,
  pinOsPackages,
  productionDependenciesOnly,
  reinstallsWhatBaseHas,
  retryDownloads,
  runtimeTuning,
  sortPackages,
  telemetryOptOut,
  updateWithInstall,
  useAptGet,
  verifyDownloads,
  verifyPackageSignatures,
  wgetProgress,
] as unknown as readonly Rule[];
