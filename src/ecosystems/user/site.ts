import type { Setup } from '../../model/setup.ts';
import type { DockerfileTree, Stage } from '../../syntax/dockerfile/index.ts';
import type { AccountsInFile } from '../account-lines.ts';

/** A stage whose program is to run without root. */
export interface UserSite {
  setup: Setup;
  tree: DockerfileTree;
  stage: Stage;
  accounts: AccountsInFile;
  /** it owns the whole application, not only what it was seen to write */
  ownsTheApp: boolean;
}

/** What a person should know about whose the files are. */
export const ownershipEvidence = ({ setup, ownsTheApp }: UserSite): string[] =>
  setup.facts.run === null || ownsTheApp
    ? []
    : [
        setup.facts.run.writes.length === 0
          ? 'it was seen to write nowhere but in temporary folders: all code stays owned by root'
          : `it writes to ${setup.facts.run.writes.map(({ path }) => path).join(', ')}: only that is its own`,
      ];
