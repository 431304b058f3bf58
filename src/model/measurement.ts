/** Numbers of one image and its builds; `null` is "not measured". This is `M` of the JSON output. */
export interface Measurement {
  /** bytes: sum of the layers' entries; gzip level 6 of the layers; the part above the base's layers */
  size: { uncompressed: number | null; compressed: number | null; aboveBase: number | null };
  /** non-empty history entries */
  layers: number | null;
  /** bytes that a later layer deletes or replaces */
  waste: number | null;
  /** ms, each the median of as many builds as `times` says */
  build: {
    cold: number | null;
    unchanged: number | null;
    sourceEdit: number | null;
    dependencyEdit: number | null;
    times: number | null;
  };
  /** bytes of the files that the ignore file leaves in */
  context: number | null;
  /** ms until the program answered, or until a job ended */
  start: number | null;
  /** bytes, the most that the program took while it was run and asked; page cache included */
  peakMemory: number | null;
  /** numbers of packages; `osAboveBase` = those that the base does not bring */
  packages: { os: number | null; osAboveBase: number | null; language: number | null };
  attackSurface: AttackSurfaceResult;
  score: ScoreResult;
}

/** What an intruder would find in the image. */
export interface AttackSurfaceResult {
  /** files that run as their owner or group */
  setuid: Finds | null;
  /** files that everyone may write, and such folders without the sticky bit */
  worldWritable: Finds | null;
  /** programs on PATH, here and below */
  shells: Finds | null;
  packageManagers: Finds | null;
  compilers: Finds | null;
}

/** How many there are, and the first of their names. */
export interface Finds {
  count: number;
  /** at most `MOST_NAMES`, in alphabetical order */
  names: string[];
}

/** An image of a careless build has thousands of files that everyone may write: nobody reads them all. */
const MOST_NAMES = 20;

export const finds = (names: readonly string[]): Finds => ({
  count: names.length,
  names: [...names].sort().slice(0, MOST_NAMES),
});

/** The security score; docs/score.md has its formula. */
export interface ScoreResult {
  /** of the formula: scores of different versions do not compare */
  version: number | null;
  /** 0–100 */
  points: number | null;
  grade: Grade | null;
  /** where the points that are missing to 100 went; the largest loss first */
  lost: LostPoints[];
}

export type Grade = 'Poor' | 'Fair' | 'Good' | 'Excellent';

export interface LostPoints {
  /** of the criterion in docs/score.md; `rule:ID` for a rule of docs/rules that finds fault with the files */
  id: string;
  points: number;
  /** what was seen, as one clause without a full stop */
  what: string;
}

export const noScore: ScoreResult = { version: null, points: null, grade: null, lost: [] };

export const notMeasured = (): Measurement => ({
  size: { uncompressed: null, compressed: null, aboveBase: null },
  layers: null,
  waste: null,
  build: { cold: null, unchanged: null, sourceEdit: null, dependencyEdit: null, times: null },
  context: null,
  start: null,
  peakMemory: null,
  packages: { os: null, osAboveBase: null, language: null },
  attackSurface: { setuid: null, worldWritable: null, shells: null, packageManagers: null, compilers: null },
  score: { ...noScore, lost: [] },
});
