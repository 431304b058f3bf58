import { defineRule } from '../lint/index.ts';
import { healthcheckOptions, type HealthcheckOptions } from '../syntax/dockerfile/index.ts';

/** The engine's own values, in milliseconds: https://docs.docker.com/reference/dockerfile/#healthcheck */
const DEFAULTS = { interval: 30_000, timeout: 30_000, startPeriod: 0, startInterval: 5_000, retries: 3 };

export const healthcheckTiming = defineRule({
  id: 'healthcheck-timing',
  title: 'Times of a health check that fit together',
  why: 'With the engine’s own times a server that hangs is noticed after three minutes, and one that is slow to start is called unhealthy while it starts.',
  remedy:
    'Set interval and timeout to what the program needs, a start period a little above its start, and the timeout below the interval.',
  category: 'runtime',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: {},
  variants: { unset: { aliases: {} }, 'do-not-fit': { aliases: {} } },
  links: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],

  instructions: {
    HEALTHCHECK(instruction, { report }) {
      const options = healthcheckOptions(instruction.node);
      if (options === null || options.none || options.test === null) return;
      const { flags } = instruction.node;
      if (flags.some(({ value }) => value?.includes('$') === true)) return;
      const fault = faultIn(options);
      const named = flags.find(({ name }) => name === fault?.flag);
      if (fault !== null)
        report({ at: named?.range ?? instruction.at, variant: 'do-not-fit', message: fault.message });
      else if (flags.length === 0)
        report({
          at: instruction.at,
          variant: 'unset',
          message:
            'The health check has the times of the engine: 30 s between checks, 30 s for each, three of them, so that a hang is noticed after minutes, and no start period. Set `--interval`, `--timeout` and `--start-period`.',
        });
    },
  },

  invalid: [
    { text: 'FROM debian:13\nHEALTHCHECK CMD /check\n', lines: [2], variants: ['unset'] },
    {
      text: 'FROM debian:13\nHEALTHCHECK --interval=5s --timeout=30s CMD /check\n',
      lines: [2],
      variants: ['do-not-fit'],
    },
    {
      text: 'FROM debian:13\nHEALTHCHECK --start-interval=2s CMD /check\n',
      lines: [2],
      variants: ['do-not-fit'],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD /check\n' },
    { text: 'FROM debian:13\nHEALTHCHECK NONE\n' },
    { text: 'FROM debian:13\nHEALTHCHECK --timeout=3s CMD /check\n' },
  ],
});

function faultIn(given: HealthcheckOptions): { flag: string; message: string } | null {
  const interval = given.interval || DEFAULTS.interval;
  const timeout = given.timeout || DEFAULTS.timeout;
  const startPeriod = given.startPeriod ?? DEFAULTS.startPeriod;
  const seconds = (time: number): string => `${time / 1000} s`;
  if (given.interval !== null && timeout > interval)
    return {
      flag: given.timeout === null ? 'interval' : 'timeout',
      message: `A check may take ${seconds(timeout)}, longer than the ${seconds(interval)} between two of them: a timeout below the interval tells a hang sooner.`,
    };
  if (given.startInterval !== null && startPeriod === 0)
    return {
      flag: 'start-interval',
      message:
        '`--start-interval` holds only during the start period, and there is none: add `--start-period`.',
    };
  if (given.startInterval !== null && given.startInterval > startPeriod)
    return {
      flag: 'start-interval',
      message: `The checks while it starts are ${seconds(given.startInterval)} apart, longer than the start period of ${seconds(startPeriod)}: none is made in it.`,
    };
  return null;
}
