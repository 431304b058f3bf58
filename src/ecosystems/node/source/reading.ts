/** One place where a file reads a variable. */
export interface Reading {
  name: string;
  default: string | null;
  required: boolean;
  offset: number;
}
