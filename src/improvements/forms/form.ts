import type { Setup } from '../../model/setup.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/index.ts';
import type { Edit } from '../../syntax/text.ts';

/** One old way of writing something, and how it is written today; both mean the same to BuildKit. */
export interface Form {
  /** what was found, for the report */
  evidence: string;
  edits(tree: DockerfileTree, setup: Setup): Edit[];
}
