// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { absoluteWorkdir } from './absolute-workdir.ts';
import { addExtractsArchive } from './add-extracts-archive.ts';
import { addGitSource } from './add-git-source.ts';
import { addRemoteFile } from './add-remote-file.ts';
import { addUnpackRemote } from './add-unpack-remote.ts';
import { allowedRegistries } from './allowed-registries.ts';
import { assumeYes } from './assume-yes.ts';
import { attachVex } from './attach-vex.ts';
import { avoidLatestTag } from './avoid-latest-tag.ts';
import { basePlatformMismatch } from './base-platform-mismatch.ts';
import { bindMountManifests } from './bind-mount-manifests.ts';
import { blankLinesBetween } from './blank-lines-between.ts';
import { buildToolsInFinalStage } from './build-tools-in-final-stage.ts';
import { canonicalStopSignal } from './canonical-stop-signal.ts';
import { changeShellWithShell } from './change-shell-with-shell.ts';
import { chownInOwnLayer } from './chown-in-own-layer.ts';
import { circularStages } from './circular-stages.ts';
import { cleanLanguagePackageCache } from './clean-language-package-cache.ts';
import { cleanOsPackageCache } from './clean-os-package-cache.ts';
import { composeBindAddress } from './compose-bind-address.ts';
import { composeBuildAndImage } from './compose-build-and-image.ts';
import { composeCgroupParent } from './compose-cgroup-parent.ts';
import { composeContainerNameFormat } from './compose-container-name-format.ts';
import { composeDefaultBridge } from './compose-default-bridge.ts';
import { composeDependsOnHealthy } from './compose-depends-on-healthy.ts';
import { composeDockerSocket } from './compose-docker-socket.ts';
import { composeDoubleInit } from './compose-double-init.ts';
import { composeDropCapabilities } from './compose-drop-capabilities.ts';
import { composeDuplicateContainerName } from './compose-duplicate-container-name.ts';
import { composeDuplicatePort } from './compose-duplicate-port.ts';
import { composeEnvConfig } from './compose-env-config.ts';
import { composeHardcodedSecret } from './compose-hardcoded-secret.ts';
import { composeHealthcheckMissing } from './compose-healthcheck-missing.ts';
import { composeHostDevice } from './compose-host-device.ts';
import { composeHostNamespace } from './compose-host-namespace.ts';
import { composeInvalid } from './compose-invalid.ts';
import { composeKeyOrder } from './compose-key-order.ts';
import { composeMountPropagation } from './compose-mount-propagation.ts';
import { composeNoNewPrivileges } from './compose-no-new-privileges.ts';
import { composeObsoleteVersion } from './compose-obsolete-version.ts';
import { composePinImage } from './compose-pin-image.ts';
import { composePrivilegedPort } from './compose-privileged-port.ts';
import { composePrivileged } from './compose-privileged.ts';
import { composeProjectName } from './compose-project-name.ts';
import { composeQuotePorts } from './compose-quote-ports.ts';
import { composeReadOnlyRoot } from './compose-read-only-root.ts';
import { composeResourceLimits } from './compose-resource-limits.ts';
import { composeRestartPolicy } from './compose-restart-policy.ts';
import { composeSeccompDisabled } from './compose-seccomp-disabled.ts';
import { composeSecurityProfile } from './compose-security-profile.ts';
import { composeSensitiveMount } from './compose-sensitive-mount.ts';
import { composeSharedVolume } from './compose-shared-volume.ts';
import { composeUnneededPort } from './compose-unneeded-port.ts';
import { composeUnquotedVolumes } from './compose-unquoted-volumes.ts';
import { consolidateRuns } from './consolidate-runs.ts';
import { constantPlatform } from './constant-platform.ts';
import { copyFilesOwnership } from './copy-files-ownership.ts';
import { copyFromEmptyStage } from './copy-from-empty-stage.ts';
import { copyFromOwnStage } from './copy-from-own-stage.ts';
import { copyFromStageNumber } from './copy-from-stage-number.ts';
import { copyFromUnknownStage } from './copy-from-unknown-stage.ts';
import { copyHeredoc } from './copy-heredoc.ts';
import { copyIgnoredFile } from './copy-ignored-file.ts';
import { copyManyNeedsSlash } from './copy-many-needs-slash.ts';
import { copyOverAdd } from './copy-over-add.ts';
import { copyWholeFilesystem } from './copy-whole-filesystem.ts';
import { copyWithChmod } from './copy-with-chmod.ts';
import { curlOrWget } from './curl-or-wget.ts';
import { debugToolsInFinalStage } from './debug-tools-in-final-stage.ts';
import { definitionDescription } from './definition-description.ts';
import { deleteInSameLayer } from './delete-in-same-layer.ts';
import { deprecatedInstallerFlag } from './deprecated-installer-flag.ts';
import { dockerignoreDeadPattern } from './dockerignore-dead-pattern.ts';
import { dockerignoreIncomplete } from './dockerignore-incomplete.ts';
import { dockerignoreMissing } from './dockerignore-missing.ts';
import { dockerignoreSecrets } from './dockerignore-secrets.ts';
import { duplicateIds } from './duplicate-ids.ts';
import { duplicateLabel } from './duplicate-label.ts';
import { duplicateStageName } from './duplicate-stage-name.ts';
import { emptyContinuation } from './empty-continuation.ts';
import { emptyPasswordAccount } from './empty-password-account.ts';
import { endOfLifeBase } from './end-of-life-base.ts';
import { envExampleMissing } from './env-example-missing.ts';
import { envSelfReference } from './env-self-reference.ts';
import { execFormCommand } from './exec-form-command.ts';
import { exposeFormat } from './expose-format.ts';
import { exposePortRange } from './expose-port-range.ts';
import { exposeProtocolCasing } from './expose-protocol-casing.ts';
import { fixedUserIds } from './fixed-user-ids.ts';
import { followRedirects } from './follow-redirects.ts';
import { forbiddenOnbuildTrigger } from './forbidden-onbuild-trigger.ts';
import { formatHeredocs } from './format-heredocs.ts';
import { fromAsCasing } from './from-as-casing.ts';
import { fromComesFirst } from './from-comes-first.ts';
import { gracefulStopSignal } from './graceful-stop-signal.ts';
import { groupLabels } from './group-labels.ts';
import { hardcodedSecret } from './hardcoded-secret.ts';
import { healthcheckMissing } from './healthcheck-missing.ts';
import { healthcheckTiming } from './healthcheck-timing.ts';
import { healthcheckToolMissing } from './healthcheck-tool-missing.ts';
import { heredocIgnoresErrors } from './heredoc-ignores-errors.ts';
import { imageTaggedLatest } from './image-tagged-latest.ts';
import { installFromLockfile } from './install-from-lockfile.ts';
import { instructionCasing } from './instruction-casing.ts';
import { instructionOrder } from './instruction-order.ts';
import { invalidDefaultArgInFrom } from './invalid-default-arg-in-from.ts';
import { invalidJsonForm } from './invalid-json-form.ts';
import { keepTlsVerification } from './keep-tls-verification.ts';
import { labelKeyFormat } from './label-key-format.ts';
import { labelSetByBuilder } from './label-set-by-builder.ts';
import { labelValueFormat } from './label-value-format.ts';
import { largeBuildContext } from './large-build-context.ts';
import { leftoverFiles } from './leftover-files.ts';
import { legacyKeyValue } from './legacy-key-value.ts';
import { maintainerDeprecated } from './maintainer-deprecated.ts';
import { manifestBeforeSource } from './manifest-before-source.ts';
import { maxLines } from './max-lines.ts';
import { noInlineIgnore } from './no-inline-ignore.ts';
import { noPasswordInBuild } from './no-password-in-build.ts';
import { noRecommendedPackages } from './no-recommended-packages.ts';
import { noSshServer } from './no-ssh-server.ts';
import { noStage } from './no-stage.ts';
import { noSudo } from './no-sudo.ts';
import { noSystemUpgrade } from './no-system-upgrade.ts';
import { numericUser } from './numeric-user.ts';
import { oneCommandPerLine } from './one-command-per-line.ts';
import { outdatedBaseImage } from './outdated-base-image.ts';
import { packageCacheMounts } from './package-cache-mounts.ts';
import { pinBaseImageDigest } from './pin-base-image-digest.ts';
import { pinBaseImageVersion } from './pin-base-image-version.ts';
import { pinLanguagePackages } from './pin-language-packages.ts';
import { pinOsPackages } from './pin-os-packages.ts';
import { pipefail } from './pipefail.ts';
import { pointlessCommands } from './pointless-commands.ts';
import { productionDependenciesOnly } from './production-dependencies-only.ts';
import { redundantTargetPlatform } from './redundant-target-platform.ts';
import { reinstallsWhatBaseHas } from './reinstalls-what-base-has.ts';
import { relativeCopyTarget } from './relative-copy-target.ts';
import { repeatedInstruction } from './repeated-instruction.ts';
import { requiredLabel } from './required-label.ts';
import { reservedStageName } from './reserved-stage-name.ts';
import { retryDownloads } from './retry-downloads.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runHeredoc } from './run-heredoc.ts';
import { runtimePackagesOnly } from './runtime-packages-only.ts';
import { runtimeTuning } from './runtime-tuning.ts';
import { secretFileCopied } from './secret-file-copied.ts';
import { secretInArgOrEnv } from './secret-in-arg-or-env.ts';
import { sensitiveVolume } from './sensitive-volume.ts';
import { setuidFiles } from './setuid-files.ts';
import { shellInScratch } from './shell-in-scratch.ts';
import { shellLint } from './shell-lint.ts';
import { signedBaseImage } from './signed-base-image.ts';
import { slimRuntimeBase } from './slim-runtime-base.ts';
import { sortPackages } from './sort-packages.ts';
import { splitEntrypointAndCmd } from './split-entrypoint-and-cmd.ts';
import { stageNameCasing } from './stage-name-casing.ts';
import { staleBaseLabel } from './stale-base-label.ts';
import { stopSignalFitsProgram } from './stop-signal-fits-program.ts';
import { syntaxDirectiveTypo } from './syntax-directive-typo.ts';
import { telemetryOptOut } from './telemetry-opt-out.ts';
import { undefinedArgInFrom } from './undefined-arg-in-from.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { unexpectedLabel } from './unexpected-label.ts';
import { unknownInstruction } from './unknown-instruction.ts';
import { unreachableStage } from './unreachable-stage.ts';
import { updateWithInstall } from './update-with-install.ts';
import { useAptGet } from './use-apt-get.ts';
import { useInit } from './use-init.ts';
import { useMultiStageBuild } from './use-multi-stage-build.ts';
import { useSecretMounts } from './use-secret-mounts.ts';
import { userCreatedNotUsed } from './user-created-not-used.ts';
import { userDropsGroups } from './user-drops-groups.ts';
import { userWithoutPasswd } from './user-without-passwd.ts';
import { useraddSparseLog } from './useradd-sparse-log.ts';
import { verifyDownloads } from './verify-downloads.ts';
import { verifyPackageSignatures } from './verify-package-signatures.ts';
import { wgetProgress } from './wget-progress.ts';
import { whitespace } from './whitespace.ts';
import { workdirInSystemPath } from './workdir-in-system-path.ts';
import { workdirOverCd } from './workdir-over-cd.ts';
import { worldWritable } from './world-writable.ts';

/** Every rule, by id. */
export const rules = [
  absoluteWorkdir,
  addExtractsArchive,
  addGitSource,
  addRemoteFile,
  addUnpackRemote,
  allowedRegistries,
  assumeYes,
  attachVex,
  avoidLatestTag,
  basePlatformMismatch,
  bindMountManifests,
  blankLinesBetween,
  buildToolsInFinalStage,
  canonicalStopSignal,
  changeShellWithShell,
  chownInOwnLayer,
  circularStages,
  cleanLanguagePackageCache,
  cleanOsPackageCache,
  composeBindAddress,
  composeBuildAndImage,
  composeCgroupParent,
  composeContainerNameFormat,
  composeDefaultBridge,
  composeDependsOnHealthy,
  composeDockerSocket,
  composeDoubleInit,
  composeDropCapabilities,
  composeDuplicateContainerName,
  composeDuplicatePort,
  composeEnvConfig,
  composeHardcodedSecret,
  composeHealthcheckMissing,
  composeHostDevice,
  composeHostNamespace,
  composeInvalid,
  composeKeyOrder,
  composeMountPropagation,
  composeNoNewPrivileges,
  composeObsoleteVersion,
  composePinImage,
  composePrivilegedPort,
  composePrivileged,
  composeProjectName,
  composeQuotePorts,
  composeReadOnlyRoot,
  composeResourceLimits,
  composeRestartPolicy,
  composeSeccompDisabled,
  composeSecurityProfile,
  composeSensitiveMount,
  composeSharedVolume,
  composeUnneededPort,
  composeUnquotedVolumes,
  consolidateRuns,
  constantPlatform,
  copyFilesOwnership,
  copyFromEmptyStage,
  copyFromOwnStage,
  copyFromStageNumber,
  copyFromUnknownStage,
  copyHeredoc,
  copyIgnoredFile,
  copyManyNeedsSlash,
  copyOverAdd,
  copyWholeFilesystem,
  copyWithChmod,
  curlOrWget,
  debugToolsInFinalStage,
  definitionDescription,
  deleteInSameLayer,
  deprecatedInstallerFlag,
  dockerignoreDeadPattern,
  dockerignoreIncomplete,
  dockerignoreMissing,
  dockerignoreSecrets,
  duplicateIds,
  duplicateLabel,
  duplicateStageName,
  emptyContinuation,
  emptyPasswordAccount,
  endOfLifeBase,
  envExampleMissing,
  envSelfReference,
  execFormCommand,
  exposeFormat,
  exposePortRange,
  exposeProtocolCasing,
  fixedUserIds,
  followRedirects,
  forbiddenOnbuildTrigger,
  formatHeredocs,
  fromAsCasing,
  fromComesFirst,
  gracefulStopSignal,
  groupLabels,
  hardcodedSecret,
  healthcheckMissing,
  healthcheckTiming,
  healthcheckToolMissing,
  heredocIgnoresErrors,
  imageTaggedLatest,
  installFromLockfile,
  instructionCasing,
  instructionOrder,
  invalidDefaultArgInFrom,
  invalidJsonForm,
  keepTlsVerification,
  labelKeyFormat,
  labelSetByBuilder,
  labelValueFormat,
  largeBuildContext,
  leftoverFiles,
  legacyKeyValue,
  maintainerDeprecated,
  manifestBeforeSource,
  maxLines,
  noInlineIgnore,
  noPasswordInBuild,
  noRecommendedPackages,
  noSshServer,
  noStage,
  noSudo,
  noSystemUpgrade,
  numericUser,
  oneCommandPerLine,
  outdatedBaseImage,
  packageCacheMounts,
  pinBaseImageDigest,
  pinBaseImageVersion,
  pinLanguagePackages,
  pinOsPackages,
  pipefail,
  pointlessCommands,
  productionDependenciesOnly,
  redundantTargetPlatform,
  reinstallsWhatBaseHas,
  relativeCopyTarget,
  repeatedInstruction,
  requiredLabel,
  reservedStageName,
  retryDownloads,
  runAsNonRoot,
  runHeredoc,
  runtimePackagesOnly,
  runtimeTuning,
  secretFileCopied,
  secretInArgOrEnv,
  sensitiveVolume,
  setuidFiles,
  shellInScratch,
  shellLint,
  signedBaseImage,
  slimRuntimeBase,
  sortPackages,
  splitEntrypointAndCmd,
  stageNameCasing,
  staleBaseLabel,
  stopSignalFitsProgram,
  syntaxDirectiveTypo,
  telemetryOptOut,
  undefinedArgInFrom,
  undefinedVariable,
  unexpectedLabel,
  unknownInstruction,
  unreachableStage,
  updateWithInstall,
  useAptGet,
  useInit,
  useMultiStageBuild,
  useSecretMounts,
  userCreatedNotUsed,
  userDropsGroups,
  userWithoutPasswd,
  useraddSparseLog,
  verifyDownloads,
  verifyPackageSignatures,
  wgetProgress,
  whitespace,
  workdirInSystemPath,
  workdirOverCd,
  worldWritable,
] as unknown as readonly Rule[];
