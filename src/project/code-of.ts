/** The error number of a failed file operation (`ENOENT`), or '' when it is something else. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
