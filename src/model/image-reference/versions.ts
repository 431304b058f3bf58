/** Whether `exact` is `written` or says more of it: 3.13.5 of 3.13, but not of 3.1. */
export function isMoreOf(exact: string, written: string): boolean {
  return exact.startsWith(written) && !/^\d/.test(exact.slice(written.length));
}
