// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
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
import { noSudo } from './no-sudo.ts';

/** Every rule, by id. */
export const rules = [
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
  noSudo,
] as unknown as readonly Rule[];
