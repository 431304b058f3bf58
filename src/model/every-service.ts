import { notNeeded, type Applied, type Change } from './change.ts';
import type { Setup } from './setup.ts';

/**
 * A change of the compose service, made to every service that runs the same image: a worker has the same program, so
 * it is to have the same limits.
 */
export function onEveryService(apply: Change['apply']): Change['apply'] {
  return (setup, rung) => {
    const first = apply(setup, rung);
    const others = setup.paths.siblings ?? [];
    if (others.length === 0 || setup.paths.service === null) return first;
    const done: Applied[] = first.kind === 'applied' ? [first] : [];
    let current = first.kind === 'applied' ? first.setup : setup;
    for (const name of others) {
      const result = apply(seenFrom(current, name), rung);
      if (result.kind === 'not-needed') continue;
      current = { ...result.setup, paths: setup.paths, facts: setup.facts };
      done.push({ ...result, evidence: result.evidence.map((one) => `${name}: ${one}`) });
    }
    if (done.length === 0) return first.kind === 'not-needed' ? first : notNeeded('nothing is left to do');
    const needsProof = done.some((one) => one.class === 'needs-proof');
    return {
      kind: 'applied',
      setup: current,
      evidence: done.flatMap(({ evidence }) => evidence),
      ...(needsProof
        ? { class: 'needs-proof' }
        : first.kind === 'applied' && first.class
          ? { class: first.class }
          : {}),
    };
  };
}

/** The setup as another service of it has it, with what that one was seen to do. */
export function seenFrom(setup: Setup, name: string): Setup {
  const { service, siblings = [] } = setup.paths;
  const others = [...(service === null ? [] : [service]), ...siblings].filter((one) => one !== name);
  return {
    ...setup,
    paths: { ...setup.paths, service: name, siblings: others },
    facts: { ...setup.facts, run: setup.facts.run?.siblings?.[name] ?? null },
  };
}
