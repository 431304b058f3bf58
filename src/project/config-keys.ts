export const CONFIG_NAME = 'shipshape.yaml';

/** What may stand at the top of `shipshape.yaml`: `check` is read by check, the rest by all that builds and runs. */
export const CONFIG_KEYS: readonly string[] = ['probes', 'env', 'envFile', 'skip', 'start', 'check'];
