// Made by scripts/index-rules.mjs; don't edit.
import type { Rule } from '../lint/index.ts';
import { addExtractsArchive } from './add-extracts-archive.ts';
import { addGitSource } from './add-git-source.ts';
import { addRemoteFile } from './add-remote-file.ts';
import { addUnpackRemote } from './add-unpack-remote.ts';
import { bindMountManifests } from './bind-mount-manifests.ts';
import { chownInOwnLayer } from './chown-in-own-layer.ts';
import { consolidateRuns } from './consolidate-runs.ts';
import { copyFilesOwnership } from './copy-files-ownership.ts';
import { copyOverAdd } from './copy-over-add.ts';
import { copyWithChmod } from './copy-with-chmod.ts';
import { deleteInSameLayer } from './delete-in-same-layer.ts';
import { manifestBeforeSource } from './manifest-before-source.ts';
import { noSudo } from './no-sudo.ts';

/** Every rule, by id. */
export const rules = [
  addExtractsArchive,
  addGitSource,
  addRemoteFile,
  addUnpackRemote,
  bindMountManifests,
  chownInOwnLayer,
  consolidateRuns,
  copyFilesOwnership,
  copyOverAdd,
  copyWithChmod,
  deleteInSameLayer,
  manifestBeforeSource,
  noSudo,
] as unknown as readonly Rule[];
