import type { EngineResult, SetupResult } from '../../model/result.ts';
import type { Setup } from '../../model/setup.ts';

/** All that the document is made of; what is not in here is not told. */
export interface DocumentFacts {
  /** the folder's name */
  project: string;
  /** of the run, `2026-11-25` */
  date: string;
  engine: EngineResult | null;
  measure: 'quick' | 'full';
  /** the files were written; else they are a proposal */
  written: boolean;
  parts: DocumentPart[];
}

/** One setup's part of the document. */
export interface DocumentPart {
  result: SetupResult;
  /** the setup's files and facts; null when it could not be read, built or run */
  setups: { before: Setup; after: Setup } | null;
}

/** What a section is made of. */
export interface SectionFacts {
  result: SetupResult;
  before: Setup;
  after: Setup;
  document: DocumentFacts;
}

/** A section's body as Markdown; null leaves the section out. */
export type Section = (facts: SectionFacts) => string | null;
