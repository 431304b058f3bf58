import { expect } from 'vitest';
import { improve, type SetupResult } from '../../src/index.ts';
import { filesOf, onlySetup, type workplace } from './example.ts';

export interface Improved {
  dir: string;
  setup: SetupResult;
  /** the folder's texts afterwards */
  files: Record<string, string>;
  change: (id: string) => SetupResult['changes'][number] | undefined;
}

/** Improves copies of the folders in test/fixtures, and looks that a second run finds nothing more to do. */
export function improvedFixtures(place: Pick<ReturnType<typeof workplace>, 'copy'>) {
  return {
    improved: async (name: string, proof: SetupResult['proof'] = 'answers'): Promise<Improved> => {
      const dir = place.copy(`test/fixtures/${name}`, name);
      const setup = onlySetup(await improve(dir, { write: true }));
      expect(setup).toMatchObject({ status: 'improved', proof, error: null });
      expect(setup.contract).toMatchObject({ met: true, differences: [] });
      const change = (id: string) => setup.changes.find((one) => one.id === id);
      return { dir, setup, files: filesOf(dir), change };
    },

    isLeftAsItIs: async ({ dir, files, setup }: Improved): Promise<void> => {
      const again = onlySetup(await improve(dir, { write: true }));
      expect(again).toMatchObject({ status: 'already-good', proof: setup.proof, error: null, files: [] });
      expect(filesOf(dir)).toEqual(files);
    },
  };
}
