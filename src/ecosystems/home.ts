import { dockerfileOf, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { copySources } from '../syntax/dockerfile/index.ts';
import { absoluteIn } from './source-copy.ts';
import { startedCommands } from './started-commands.ts';

/** They keep caches, settings or state in the home of who runs them, and end where there is none. */
const WANT_A_HOME =
  /^(ansible(-\w+)*|poetry|pipenv|pdm|uvx?|pipx|npx|pnpx|corepack|jupyter(-\w+)*|streamlit|aws|az|gcloud|gsutil|bq|kubectl|helm|terraform|airflow|prefect|dbt|conda|mamba|micromamba|cypress|playwright|pwsh|gpg|chromium(-browser)?|google-chrome)$/;

/** Whether what starts reads or writes the home of its user: known programs, and commands that name it. */
export function wantsHome(setup: Setup): boolean {
  const started = startedCommands(setup);
  return (
    started.some(({ words }) => WANT_A_HOME.test(words[0] ?? '')) ||
    started.some(({ words }) => words.some((word) => /\$\{?HOME\b/.test(word))) ||
    setup.facts.source.commands.some((name) => WANT_A_HOME.test(name)) ||
    (setup.facts.run?.writes ?? []).some(({ path }) => path.startsWith('/root/.'))
  );
}

/** What a stage has in root's home, which nobody else may enter in most images: where it works, or what it copies. */
export function livesInRootsHome(setup: Setup): boolean {
  const stage = shippedStage(dockerfileOf(setup));
  if (stage === null) return false;
  const isThere = (path: string) => /^(\/root|~)(\/|$)/.test(path);
  return (
    isThere(absoluteIn(stage, null, '.')) ||
    stage.instructions.some((one) => {
      const target = is(one, 'COPY', 'ADD') ? copySources(one)?.destination.value : undefined;
      return target !== undefined && isThere(absoluteIn(stage, one, target));
    }) ||
    startedCommands(setup).some(({ words }) => words.some((word) => /^(\/root|~)\//.test(word)))
  );
}
