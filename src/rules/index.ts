// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { addExtractsArchive } from './add-extracts-archive.ts';
import { addGitSource } from './add-git-source.ts';
import { addRemoteFile } from './add-remote-file.ts';
import { addUnpackRemote } from './add-unpack-remote.ts';
import { bindMountManifests } from './bind-mount-manifests.ts';
import { blankLinesBetween } from './blank-lines-between.ts';
import { canonicalStopSignal } from './canonical-stop-signal.ts';
import { chownInOwnLayer } from './chown-in-own-layer.ts';
import { consolidateRuns } from './consolidate-runs.ts';
import { copyFilesOwnership } from './copy-files-ownership.ts';
import { copyHeredoc } from './copy-heredoc.ts';
import { copyOverAdd } from './copy-over-add.ts';
import { copyWithChmod } from './copy-with-chmod.ts';
import { deleteInSameLayer } from './delete-in-same-layer.ts';
import { dockerignoreDeadPattern } from './dockerignore-dead-pattern.ts';
import { dockerignoreIncomplete } from './dockerignore-incomplete.ts';
import { dockerignoreMissing } from './dockerignore-missing.ts';
import { dockerignoreSecrets } from './dockerignore-secrets.ts';
import { envExampleMissing } from './env-example-missing.ts';
import { fixedUserIds } from './fixed-user-ids.ts';
import { formatHeredocs } from './format-heredocs.ts';
import { gracefulStopSignal } from './graceful-stop-signal.ts';
import { healthcheckMissing } from './healthcheck-missing.ts';
import { healthcheckTiming } from './healthcheck-timing.ts';
import { healthcheckToolMissing } from './healthcheck-tool-missing.ts';
import { instructionOrder } from './instruction-order.ts';
import { largeBuildContext } from './large-build-context.ts';
import { manifestBeforeSource } from './manifest-before-source.ts';
import { maxLines } from './max-lines.ts';
import { noInlineIgnore } from './no-inline-ignore.ts';
import { noSudo } from './no-sudo.ts';
import { numericUser } from './numeric-user.ts';
import { oneCommandPerLine } from './one-command-per-line.ts';
import { pointlessCommands } from './pointless-commands.ts';
import { relativeCopyTarget } from './relative-copy-target.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runHeredoc } from './run-heredoc.ts';
import { splitEntrypointAndCmd } from './split-entrypoint-and-cmd.ts';
import { stopSignalFitsProgram } from './stop-signal-fits-program.ts';
import { useInit } from './use-init.ts';
import { userCreatedNotUsed } from './user-created-not-used.ts';
import { userDropsGroups } from './user-drops-groups.ts';
import { userWithoutPasswd } from './user-without-passwd.ts';
import { useraddSparseLog } from './useradd-sparse-log.ts';
import { whitespace } from './whitespace.ts';
import { workdirInSystemPath } from './workdir-in-system-path.ts';
import { workdirOverCd } from './workdir-over-cd.ts';

/** Every rule, by id. */
export const rules = [
  addExtractsArchive,
  addGitSource,
  addRemoteFile,
  addUnpackRemote,
  bindMountManifests,
  blankLinesBetween,
  canonicalStopSignal,
  chownInOwnLayer,
  consolidateRuns,
  copyFilesOwnership,
  copyHeredoc,
  copyOverAdd,
  copyWithChmod,
  deleteInSameLayer,
  dockerignoreDeadPattern,
  dockerignoreIncomplete,
  dockerignoreMissing,
  dockerignoreSecrets,
  envExampleMissing,
  fixedUserIds,
  formatHeredocs,
  gracefulStopSignal,
  healthcheckMissing,
  healthcheckTiming,
  healthcheckToolMissing,
  instructionOrder,
  largeBuildContext,
  manifestBeforeSource,
  maxLines,
  noInlineIgnore,
  noSudo,
  numericUser,
  oneCommandPerLine,
  pointlessCommands,
  relativeCopyTarget,
  runAsNonRoot,
  runHeredoc,
  splitEntrypointAndCmd,
  stopSignalFitsProgram,
  useInit,
  userCreatedNotUsed,
  userDropsGroups,
  userWithoutPasswd,
  useraddSparseLog,
  whitespace,
  workdirInSystemPath,
  workdirOverCd,
] as unknown as readonly Rule[];
