import type { FixClass, Rule } from '../lint/index.ts';
import { applied, notNeeded, type Change, type ChangeExample } from '../model/change.ts';
import { assumeYes } from '../rules/assume-yes.ts';
import { copyFilesOwnership } from '../rules/copy-files-ownership.ts';
import { copyManyNeedsSlash } from '../rules/copy-many-needs-slash.ts';
import { deprecatedInstallerFlag } from '../rules/deprecated-installer-flag.ts';
import { duplicateLabel } from '../rules/duplicate-label.ts';
import { followRedirects } from '../rules/follow-redirects.ts';
import { gracefulStopSignal } from '../rules/graceful-stop-signal.ts';
import { heredocIgnoresErrors } from '../rules/heredoc-ignores-errors.ts';
import { keepTlsVerification } from '../rules/keep-tls-verification.ts';
import { noSudo } from '../rules/no-sudo.ts';
import { staleBaseLabel } from '../rules/stale-base-label.ts';
import { updateWithInstall } from '../rules/update-with-install.ts';
import { useAptGet } from '../rules/use-apt-get.ts';
import { userDropsGroups } from '../rules/user-drops-groups.ts';
import { useraddSparseLog } from '../rules/useradd-sparse-log.ts';
import { verifyPackageSignatures } from '../rules/verify-package-signatures.ts';
import { mender } from './mend.ts';

/** Rules whose fix no change of our own makes better; `renewed-forms` has those that BuildKit warns of. */
const RULES = [
  useAptGet,
  assumeYes,
  updateWithInstall,
  verifyPackageSignatures,
  keepTlsVerification,
  followRedirects,
  deprecatedInstallerFlag,
  noSudo,
  heredocIgnoresErrors,
  useraddSparseLog,
  userDropsGroups,
  copyManyNeedsSlash,
  copyFilesOwnership,
  gracefulStopSignal,
  duplicateLabel,
  staleBaseLabel,
] as unknown as readonly Rule[];

const CLASSES = new Set<FixClass>(['safe', 'needs-proof']);

/** What `check` finds and mends, as changes: proved like all others, and dropped where the proof fails. */
export const ruleFixes: readonly Change[] = RULES.map(changeOf);

function changeOf(rule: Rule): Change {
  const mend = mender([rule], recommendedOf, CLASSES);
  return {
    id: rule.id,
    title: rule.title,
    why: rule.why,
    class: rule.fix ?? 'needs-proof',
    rungs: ['mended'],
    examples: examplesOf(rule),
    isMend: true,
    apply(setup) {
      const mended = mend(setup);
      if (mended === null) return notNeeded('`check` finds nothing of it that can be mended');
      const { findings } = mended;
      const isSafe = findings.every(({ fix }) => fix?.class === 'safe');
      const messages = new Set(findings.map(({ message }) => message));
      return { ...applied(mended.setup, ...messages), class: isSafe ? 'safe' : 'needs-proof' };
    },
  };
}

/** Branches that only other tools want are left alone. */
function recommendedOf({ variants }: Rule): ReadonlySet<string> | null {
  if (variants === undefined) return null;
  return new Set(Object.keys(variants).filter((name) => variants[name]?.recommended !== false));
}

function examplesOf(rule: Rule): ChangeExample[] {
  return rule.invalid.flatMap(({ text, fixed, files, path, options, variants = [] }, index) => {
    const wanted = recommendedOf(rule);
    const isOurs = variants.every((one) => wanted === null || wanted.has(one));
    if (fixed === undefined || path !== undefined || options !== undefined || !isOurs) return [];
    const name = `example ${index + 1} of the rule`;
    return [{ name, before: { Dockerfile: text, ...files }, after: { Dockerfile: fixed } }];
  });
}
