// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { absoluteWorkdir } from './absolute-workdir.ts';
import { allowedRegistries } from './allowed-registries.ts';
import { assumeYes } from './assume-yes.ts';
import { avoidLatestTag } from './avoid-latest-tag.ts';
import { basePlatformMismatch } from './base-platform-mismatch.ts';
import { buildToolsInFinalStage } from './build-tools-in-final-stage.ts';
import { cleanLanguagePackageCache } from './clean-language-package-cache.ts';
import { cleanOsPackageCache } from './clean-os-package-cache.ts';
import { constantPlatform } from './constant-platform.ts';
import { copyIgnoredFile } from './copy-ignored-file.ts';
import { curlOrWget } from './curl-or-wget.ts';
import { debugToolsInFinalStage } from './debug-tools-in-final-stage.ts';
import { definitionDescription } from './definition-description.ts';
import { deprecatedInstallerFlag } from './deprecated-installer-flag.ts';
import { duplicateStageName } from './duplicate-stage-name.ts';
import { emptyContinuation } from './empty-continuation.ts';
import { endOfLifeBase } from './end-of-life-base.ts';
import { execFormCommand } from './exec-form-command.ts';
import { exposeFormat } from './expose-format.ts';
import { exposePortRange } from './expose-port-range.ts';
import { exposeProtocolCasing } from './expose-protocol-casing.ts';
import { followRedirects } from './follow-redirects.ts';
import { fromAsCasing } from './from-as-casing.ts';
import { installFromLockfile } from './install-from-lockfile.ts';
import { instructionCasing } from './instruction-casing.ts';
import { invalidDefaultArgInFrom } from './invalid-default-arg-in-from.ts';
import { keepTlsVerification } from './keep-tls-verification.ts';
import { legacyKeyValue } from './legacy-key-value.ts';
import { maintainerDeprecated } from './maintainer-deprecated.ts';
import { noRecommendedPackages } from './no-recommended-packages.ts';
import { noSudo } from './no-sudo.ts';
import { noSystemUpgrade } from './no-system-upgrade.ts';
import { outdatedBaseImage } from './outdated-base-image.ts';
import { packageCacheMounts } from './package-cache-mounts.ts';
import { pinBaseImageDigest } from './pin-base-image-digest.ts';
import { pinBaseImageVersion } from './pin-base-image-version.ts';
import { pinLanguagePackages } from './pin-language-packages.ts';
import { pinOsPackages } from './pin-os-packages.ts';
import { productionDependenciesOnly } from './production-dependencies-only.ts';
import { redundantTargetPlatform } from './redundant-target-platform.ts';
import { reinstallsWhatBaseHas } from './reinstalls-what-base-has.ts';
import { repeatedInstruction } from './repeated-instruction.ts';
import { reservedStageName } from './reserved-stage-name.ts';
import { retryDownloads } from './retry-downloads.ts';
import { runtimeTuning } from './runtime-tuning.ts';
import { secretInArgOrEnv } from './secret-in-arg-or-env.ts';
import { sortPackages } from './sort-packages.ts';
import { stageNameCasing } from './stage-name-casing.ts';
import { telemetryOptOut } from './telemetry-opt-out.ts';
import { undefinedArgInFrom } from './undefined-arg-in-from.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { updateWithInstall } from './update-with-install.ts';
import { useAptGet } from './use-apt-get.ts';
import { verifyDownloads } from './verify-downloads.ts';
import { verifyPackageSignatures } from './verify-package-signatures.ts';
import { wgetProgress } from './wget-progress.ts';

/** Every rule, by id. */
export const rules = [
  absoluteWorkdir,
  allowedRegistries,
  assumeYes,
  avoidLatestTag,
  basePlatformMismatch,
  buildToolsInFinalStage,
  cleanLanguagePackageCache,
  cleanOsPackageCache,
  constantPlatform,
  copyIgnoredFile,
  curlOrWget,
  debugToolsInFinalStage,
  definitionDescription,
  deprecatedInstallerFlag,
  duplicateStageName,
  emptyContinuation,
  endOfLifeBase,
  execFormCommand,
  exposeFormat,
  exposePortRange,
  exposeProtocolCasing,
  followRedirects,
  fromAsCasing,
  installFromLockfile,
  instructionCasing,
  invalidDefaultArgInFrom,
  keepTlsVerification,
  legacyKeyValue,
  maintainerDeprecated,
  noRecommendedPackages,
  noSudo,
  noSystemUpgrade,
  outdatedBaseImage,
  packageCacheMounts,
  pinBaseImageDigest,
  pinBaseImageVersion,
  pinLanguagePackages,
  pinOsPackages,
  productionDependenciesOnly,
  redundantTargetPlatform,
  reinstallsWhatBaseHas,
  repeatedInstruction,
  reservedStageName,
  retryDownloads,
  runtimeTuning,
  secretInArgOrEnv,
  sortPackages,
  stageNameCasing,
  telemetryOptOut,
  undefinedArgInFrom,
  undefinedVariable,
  updateWithInstall,
  useAptGet,
  verifyDownloads,
  verifyPackageSignatures,
  wgetProgress,
] as unknown as readonly Rule[];
