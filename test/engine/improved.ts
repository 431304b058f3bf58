import { expect } from 'vitest';
import { improve, type SetupResult } from '../../src/index.ts';
import { filesOf, onlySetup, type workplace } from './example.ts';

/** A fixture of which the tool wrote what it made. */
export interface Improved {
  dir: string;
  setup: SetupResult;
  /** the folder's texts afterwards */
  files: Record<string, string>;
  change: (id: string) => SetupResult['changes'][number] | undefined;
}

/** Improves a copy of a fixture and writes; the result does what the original did. */
export async function improveFixture(
  place: Pick<ReturnType<typeof workplace>, 'copy'>,
  name: string,
  proof: SetupResult['proof'] = 'answers',
): Promise<Improved> {
  const dir = place.copy(`test/fixtures/${name}`, name);
  const setup = onlySetup(await improve(dir, { write: true }));
  expect(setup).toMatchObject({ status: 'improved', proof, error: null });
  expect(setup.contract).toMatchObject({ met: true, differences: [] });
  const change = (id: string) => setup.changes.find((one) => one.id === id);
  return { dir, setup, files: filesOf(dir), change };
}

/** A second run finds nothing to do. */
export async function expectLeftAsItIs({ dir, files, setup }: Improved): Promise<void> {
  const again = onlySetup(await improve(dir, { write: true }));
  expect(again).toMatchObject({ status: 'already-good', proof: setup.proof, error: null, files: [] });
  expect(filesOf(dir)).toEqual(files);
}
