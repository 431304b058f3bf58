import { exposedSecrets, writableCode, type ImageIndex } from '../image/index.ts';
import type { Measurement, RunningState } from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import type { ScoreFacts } from '../score/facts.ts';
import { securityFindings } from './security-findings.ts';
import { idsOf, scoreFacts } from '../score/facts-of.ts';
import { scoreOf } from '../score/score.ts';

/** What the score needs besides the measurement. */
export interface ScoredImage {
  setup: Setup;
  index: ImageIndex;
  baseLayers: number;
  /** names of variables that the base sets */
  baseVariables: ReadonlySet<string>;
  state: RunningState | null;
  kind: ScoreFacts['kind'];
}

/** The measurement with its security score. */
export function withScore(measurement: Measurement, scored: ScoredImage): Measurement {
  const { setup, index, baseLayers, baseVariables, state, kind } = scored;
  const { uid, gid } = idsOf(setup, state);
  const { variables, buildArguments, files } = exposedSecrets(index, baseLayers, baseVariables);
  const facts = scoreFacts({
    setup,
    measurement,
    state,
    kind,
    secretsInImage: [...new Set([...variables, ...buildArguments, ...files])],
    writableCode: writableCode(index, baseLayers, uid, gid),
    findings: securityFindings(setup),
  });
  return { ...measurement, score: scoreOf(facts) };
}
