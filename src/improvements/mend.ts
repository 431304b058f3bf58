import { Checker, defaultsOf, dockerfileOfSetup, fixText, type Chosen, type Finding } from '../lint/index.ts';
import type { FixClass, Rule } from '../lint/index.ts';
import { dockerfileOf, withDockerfile, type Setup } from '../model/setup.ts';

/** What rules mended in a setup's Dockerfile. */
export interface Mended {
  setup: Setup;
  /** what they found that has such a fix, in the order in which it was found */
  findings: readonly Finding[];
}

/**
 * Has rules mend Dockerfiles, all together and until nothing is left.
 * @param variantsOf the branches of a rule that are on; null for all
 * @param classes which fixes may be applied
 * @returns null where nothing was mended
 */
export function mender(
  rules: readonly Rule[],
  variantsOf: (rule: Rule) => Chosen['variants'],
  classes: ReadonlySet<FixClass>,
): (setup: Setup) => Mended | null {
  let made: Checker | null = null;
  const chosen = (rule: Rule): Chosen => ({
    rule,
    variants: variantsOf(rule),
    severity: null,
    options: defaultsOf(rule),
  });
  return (setup) => {
    const checker = (made ??= new Checker(rules.map(chosen)));
    const { source } = dockerfileOf(setup);
    const findings: Finding[] = [];
    const look = (text: string): Finding[] => {
      const found = checker
        .check(dockerfileOfSetup(setup, text))
        .filter(({ fix }) => fix !== null && classes.has(fix.class));
      findings.push(...found);
      return found;
    };
    const fixed = fixText(source, look, classes);
    return fixed === source ? null : { setup: withDockerfile(setup, fixed), findings };
  };
}
