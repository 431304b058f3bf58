// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { absoluteWorkdir } from './absolute-workdir.ts';
import { allowedRegistries } from './allowed-registries.ts';
import { avoidLatestTag } from './avoid-latest-tag.ts';
import { basePlatformMismatch } from './base-platform-mismatch.ts';
import { circularStages } from './circular-stages.ts';
import { constantPlatform } from './constant-platform.ts';
import { copyFromEmptyStage } from './copy-from-empty-stage.ts';
import { copyFromOwnStage } from './copy-from-own-stage.ts';
import { copyFromStageNumber } from './copy-from-stage-number.ts';
import { copyFromUnknownStage } from './copy-from-unknown-stage.ts';
import { copyIgnoredFile } from './copy-ignored-file.ts';
import { copyManyNeedsSlash } from './copy-many-needs-slash.ts';
import { copyWholeFilesystem } from './copy-whole-filesystem.ts';
import { definitionDescription } from './definition-description.ts';
import { duplicateStageName } from './duplicate-stage-name.ts';
import { emptyContinuation } from './empty-continuation.ts';
import { endOfLifeBase } from './end-of-life-base.ts';
import { envSelfReference } from './env-self-reference.ts';
import { execFormCommand } from './exec-form-command.ts';
import { exposeFormat } from './expose-format.ts';
import { exposePortRange } from './expose-port-range.ts';
import { exposeProtocolCasing } from './expose-protocol-casing.ts';
import { forbiddenOnbuildTrigger } from './forbidden-onbuild-trigger.ts';
import { fromAsCasing } from './from-as-casing.ts';
import { fromComesFirst } from './from-comes-first.ts';
import { instructionCasing } from './instruction-casing.ts';
import { invalidDefaultArgInFrom } from './invalid-default-arg-in-from.ts';
import { invalidJsonForm } from './invalid-json-form.ts';
import { legacyKeyValue } from './legacy-key-value.ts';
import { maintainerDeprecated } from './maintainer-deprecated.ts';
import { noStage } from './no-stage.ts';
import { noSudo } from './no-sudo.ts';
import { outdatedBaseImage } from './outdated-base-image.ts';
import { pinBaseImageDigest } from './pin-base-image-digest.ts';
import { pinBaseImageVersion } from './pin-base-image-version.ts';
import { redundantTargetPlatform } from './redundant-target-platform.ts';
import { repeatedInstruction } from './repeated-instruction.ts';
import { reservedStageName } from './reserved-stage-name.ts';
import { secretInArgOrEnv } from './secret-in-arg-or-env.ts';
import { shellInScratch } from './shell-in-scratch.ts';
import { slimRuntimeBase } from './slim-runtime-base.ts';
import { stageNameCasing } from './stage-name-casing.ts';
import { syntaxDirectiveTypo } from './syntax-directive-typo.ts';
import { undefinedArgInFrom } from './undefined-arg-in-from.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { unknownInstruction } from './unknown-instruction.ts';
import { unreachableStage } from './unreachable-stage.ts';
import { useMultiStageBuild } from './use-multi-stage-build.ts';

/** Every rule, by id. */
export const rules = [
  absoluteWorkdir,
  allowedRegistries,
  avoidLatestTag,
  basePlatformMismatch,
  circularStages,
  constantPlatform,
  copyFromEmptyStage,
  copyFromOwnStage,
  copyFromStageNumber,
  copyFromUnknownStage,
  copyIgnoredFile,
  copyManyNeedsSlash,
  copyWholeFilesystem,
  definitionDescription,
  duplicateStageName,
  emptyContinuation,
  endOfLifeBase,
  envSelfReference,
  execFormCommand,
  exposeFormat,
  exposePortRange,
  exposeProtocolCasing,
  forbiddenOnbuildTrigger,
  fromAsCasing,
  fromComesFirst,
  instructionCasing,
  invalidDefaultArgInFrom,
  invalidJsonForm,
  legacyKeyValue,
  maintainerDeprecated,
  noStage,
  noSudo,
  outdatedBaseImage,
  pinBaseImageDigest,
  pinBaseImageVersion,
  redundantTargetPlatform,
  repeatedInstruction,
  reservedStageName,
  secretInArgOrEnv,
  shellInScratch,
  slimRuntimeBase,
  stageNameCasing,
  syntaxDirectiveTypo,
  undefinedArgInFrom,
  undefinedVariable,
  unknownInstruction,
  unreachableStage,
  useMultiStageBuild,
] as unknown as readonly Rule[];
