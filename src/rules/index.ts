// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { composeBuildAndImage } from './compose-build-and-image.ts';
import { composeContainerNameFormat } from './compose-container-name-format.ts';
import { composeDuplicateContainerName } from './compose-duplicate-container-name.ts';
import { composeInvalid } from './compose-invalid.ts';
import { composeObsoleteVersion } from './compose-obsolete-version.ts';
import { composePinImage } from './compose-pin-image.ts';
import { composeProjectName } from './compose-project-name.ts';
import { noSudo } from './no-sudo.ts';

/** Every rule, by id. */
export const rules = [
  composeBuildAndImage,
  composeContainerNameFormat,
  composeDuplicateContainerName,
  composeInvalid,
  composeObsoleteVersion,
  composePinImage,
  composeProjectName,
  noSudo,
] as unknown as readonly Rule[];
