import type { Instruction } from './tree.ts';

/** Durations in milliseconds; null where the option is not given (or is no duration), so that Docker's default holds. */
export interface HealthcheckOptions {
  /** HEALTHCHECK NONE: a check of the base image is switched off */
  none: boolean;
  interval: number | null;
  timeout: number | null;
  startPeriod: number | null;
  startInterval: number | null;
  retries: number | null;
  /** as the image's configuration has it: `CMD` and the words, or `CMD-SHELL` and the line; null for NONE */
  test: string[] | null;
}

/** @returns null for other instructions */
export function healthcheckOptions(instruction: Instruction): HealthcheckOptions | null {
  const { keyword, flags, inner, words } = instruction;
  if (keyword !== 'HEALTHCHECK') return null;
  const option = (name: string): string => flags.find((flag) => flag.name === name)?.value ?? '';
  const retries = option('retries');
  return {
    none: words[0]?.raw.toUpperCase() === 'NONE',
    interval: durationMs(option('interval')),
    timeout: durationMs(option('timeout')),
    startPeriod: durationMs(option('start-period')),
    startInterval: durationMs(option('start-interval')),
    retries: /^\d+$/.test(retries) ? Number(retries) : null,
    test:
      inner === null ? null : inner.json === null ? ['CMD-SHELL', inner.argument] : ['CMD', ...inner.json],
  };
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a duration as Go's time.ParseDuration reads it: `1m30s`, `1.5h`, `0`; null where it is none. */
export function durationMs(text: string): number | null {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return null;
  let total = 0;
  for (const [, amount = '', unit = ''] of rest.matchAll(/([\d.]+)([^\d.]+)/g))
    total += Number(amount) * (UNITS[unit] ?? 0);
  return sign === '-' ? -total : total;
}
