/**
 * Names of labels and keys whose values tell of the process or the moment, never of what the program does. They are
 * often the same in both runs of the original (a first worker is always pid 7) and yet must be free to change: an
 * init alone moves every pid.
 */
const NAMES =
  /^(?:p?pid|process_?id|tid|thread_?id|worker(?:_?id)?|host_?name|container_?id|uptime.*|.*_uptime|timestamp|now|elapsed.*|duration.*|started_?at|start_?time)$/i;

export const isVolatile = (name: string): boolean => NAMES.test(name);
