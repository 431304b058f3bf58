// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { attachVex } from './attach-vex.ts';
import { changeShellWithShell } from './change-shell-with-shell.ts';
import { duplicateLabel } from './duplicate-label.ts';
import { groupLabels } from './group-labels.ts';
import { hardcodedSecret } from './hardcoded-secret.ts';
import { heredocIgnoresErrors } from './heredoc-ignores-errors.ts';
import { labelKeyFormat } from './label-key-format.ts';
import { labelSetByBuilder } from './label-set-by-builder.ts';
import { labelValueFormat } from './label-value-format.ts';
import { noPasswordInBuild } from './no-password-in-build.ts';
import { noSshServer } from './no-ssh-server.ts';
import { noSudo } from './no-sudo.ts';
import { pipefail } from './pipefail.ts';
import { requiredLabel } from './required-label.ts';
import { secretFileCopied } from './secret-file-copied.ts';
import { sensitiveVolume } from './sensitive-volume.ts';
import { shellLint } from './shell-lint.ts';
import { staleBaseLabel } from './stale-base-label.ts';
import { unexpectedLabel } from './unexpected-label.ts';
import { useSecretMounts } from './use-secret-mounts.ts';
import { worldWritable } from './world-writable.ts';

/** Every rule, by id. */
export const rules = [
  attachVex,
  changeShellWithShell,
  duplicateLabel,
  groupLabels,
  hardcodedSecret,
  heredocIgnoresErrors,
  labelKeyFormat,
  labelSetByBuilder,
  labelValueFormat,
  noPasswordInBuild,
  noSshServer,
  noSudo,
  pipefail,
  requiredLabel,
  secretFileCopied,
  sensitiveVolume,
  shellLint,
  staleBaseLabel,
  unexpectedLabel,
  useSecretMounts,
  worldWritable,
] as unknown as readonly Rule[];
