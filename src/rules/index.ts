// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { composeBindAddress } from './compose-bind-address.ts';
import { composeBuildAndImage } from './compose-build-and-image.ts';
import { composeContainerNameFormat } from './compose-container-name-format.ts';
import { composeDuplicateContainerName } from './compose-duplicate-container-name.ts';
import { composeDuplicatePort } from './compose-duplicate-port.ts';
import { composeInvalid } from './compose-invalid.ts';
import { composeKeyOrder } from './compose-key-order.ts';
import { composeObsoleteVersion } from './compose-obsolete-version.ts';
import { composePinImage } from './compose-pin-image.ts';
import { composePrivilegedPort } from './compose-privileged-port.ts';
import { composeProjectName } from './compose-project-name.ts';
import { composeQuotePorts } from './compose-quote-ports.ts';
import { composeUnneededPort } from './compose-unneeded-port.ts';
import { composeUnquotedVolumes } from './compose-unquoted-volumes.ts';
import { noSudo } from './no-sudo.ts';

/** Every rule, by id. */
export const rules = [
  composeBindAddress,
  composeBuildAndImage,
  composeContainerNameFormat,
  composeDuplicateContainerName,
  composeDuplicatePort,
  composeInvalid,
  composeKeyOrder,
  composeObsoleteVersion,
  composePinImage,
  composePrivilegedPort,
  composeProjectName,
  composeQuotePorts,
  composeUnneededPort,
  composeUnquotedVolumes,
  noSudo,
] as unknown as readonly Rule[];
