import manifest from '../../package.json' with { type: 'json' };
import type { FormatName } from '../report/check/formats.ts';
import type { CheckFormat } from '../report/check/told.ts';

/** A format by its name; only its own code is loaded. */
export const formatNamed = (name: FormatName): Promise<CheckFormat> => MAKERS[name]();

const MAKERS: Readonly<Record<FormatName, () => Promise<CheckFormat>>> = {
  async pretty() {
    const [{ pretty }, { paintFor }] = await Promise.all([
      import('../report/check/pretty.ts'),
      import('../report/style.ts'),
    ]);
    return pretty(paintFor(process.stdout));
  },
  compact: async () => (await import('../report/check/compact.ts')).compact(),
  json: async () => (await import('../report/check/json.ts')).json(),
  github: async () => (await import('../report/check/github.ts')).github(),
  gitlab: async () => (await import('../report/check/gitlab.ts')).gitlab(),
  junit: async () => (await import('../report/check/junit.ts')).junit(),
  checkstyle: async () => (await import('../report/check/checkstyle.ts')).checkstyle(),
  async sarif() {
    const [{ sarif }, { rules }, { Positions }] = await Promise.all([
      import('../report/check/sarif.ts'),
      import('../rules/index.ts'),
      import('../lint/index.ts'),
    ]);
    const named = new Map(rules.map((rule) => [rule.id, rule]));
    const about = { version: manifest.version, ruleNamed: (id: string) => named.get(id) };
    return sarif(about, (source) => new Positions(source));
  },
};
