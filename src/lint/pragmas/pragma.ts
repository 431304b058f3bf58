/** What a comment reaches: the file, the stage, the next instruction or YAML block, or the next line alone. */
export type Reach = 'file' | 'stage' | 'next' | 'line';

/** A comment that silences findings. */
export interface Pragma {
  reach: Reach;
  /** plain ids; `tool:*` is all that the tool knows */
  ids: readonly string[];
  /** only these of the tool are left, all its others are silenced; the reach is the file then */
  onlyOf?: string;
}

/** A comment without its `#` and outer blanks. */
export interface CommentText {
  text: string;
  /** only comments and blank lines stand before it */
  isAtTop: boolean;
}

export type ReadPragma = (comment: CommentText) => Pragma | null;
