// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { absoluteWorkdir } from './absolute-workdir.ts';
import { allowedRegistries } from './allowed-registries.ts';
import { avoidLatestTag } from './avoid-latest-tag.ts';
import { basePlatformMismatch } from './base-platform-mismatch.ts';
import { constantPlatform } from './constant-platform.ts';
import { copyIgnoredFile } from './copy-ignored-file.ts';
import { definitionDescription } from './definition-description.ts';
import { duplicateStageName } from './duplicate-stage-name.ts';
import { emptyContinuation } from './empty-continuation.ts';
import { endOfLifeBase } from './end-of-life-base.ts';
import { execFormCommand } from './exec-form-command.ts';
import { exposeFormat } from './expose-format.ts';
import { exposePortRange } from './expose-port-range.ts';
import { exposeProtocolCasing } from './expose-protocol-casing.ts';
import { fromAsCasing } from './from-as-casing.ts';
import { instructionCasing } from './instruction-casing.ts';
import { invalidDefaultArgInFrom } from './invalid-default-arg-in-from.ts';
import { legacyKeyValue } from './legacy-key-value.ts';
import { maintainerDeprecated } from './maintainer-deprecated.ts';
import { noSudo } from './no-sudo.ts';
import { outdatedBaseImage } from './outdated-base-image.ts';
import { pinBaseImageDigest } from './pin-base-image-digest.ts';
import { pinBaseImageVersion } from './pin-base-image-version.ts';
import { redundantTargetPlatform } from './redundant-target-platform.ts';
import { repeatedInstruction } from './repeated-instruction.ts';
import { reservedStageName } from './reserved-stage-name.ts';
import { secretInArgOrEnv } from './secret-in-arg-or-env.ts';
import { stageNameCasing } from './stage-name-casing.ts';
import { undefinedArgInFrom } from './undefined-arg-in-from.ts';
import { undefinedVariable } from './undefined-variable.ts';

/** Every rule, by id. */
export const rules = [
  absoluteWorkdir,
  allowedRegistries,
  avoidLatestTag,
  basePlatformMismatch,
  constantPlatform,
  copyIgnoredFile,
  definitionDescription,
  duplicateStageName,
  emptyContinuation,
  endOfLifeBase,
  execFormCommand,
  exposeFormat,
  exposePortRange,
  exposeProtocolCasing,
  fromAsCasing,
  instructionCasing,
  invalidDefaultArgInFrom,
  legacyKeyValue,
  maintainerDeprecated,
  noSudo,
  outdatedBaseImage,
  pinBaseImageDigest,
  pinBaseImageVersion,
  redundantTargetPlatform,
  repeatedInstruction,
  reservedStageName,
  secretInArgOrEnv,
  stageNameCasing,
  undefinedArgInFrom,
  undefinedVariable,
] as unknown as readonly Rule[];
