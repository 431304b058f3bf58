import { dockerfileOf, type Setup } from '../model/setup.ts';
import { is, shippedStage } from '../model/stages.ts';
import { copySources, type Instruction } from '../syntax/dockerfile/index.ts';
import { shellOf } from '../syntax/shell/index.ts';
import { absoluteIn } from './source-copy.ts';
import { finalCommands } from './started-commands.ts';

/** They keep caches, settings or state in the home of who runs them, and end where there is none. */
const WANT_A_HOME =
  /^(ansible(-\w+)*|poetry|pipenv|pdm|uvx?|pipx|npx|pnpx|corepack|jupyter(-\w+)*|streamlit|aws|az|gcloud|gsutil|bq|kubectl|helm|terraform|airflow|prefect|dbt|conda|mamba|micromamba|cypress|playwright|pwsh|gpg|chromium(-browser)?|google-chrome)$/;

/** Whether what starts reads or writes the home of its user: known programs, and commands that name it. */
export function wantsHome(setup: Setup): boolean {
  const started = finalCommands(setup);
  return (
    started.some(({ words }) => WANT_A_HOME.test(words[0] ?? '')) ||
    started.some(({ words }) => words.some((word) => /\$\{?HOME\b/.test(word))) ||
    setup.facts.source.commands.some((name) => WANT_A_HOME.test(name)) ||
    (setup.facts.run?.writes ?? []).some(({ path }) => path.startsWith('/root/.'))
  );
}

/** Caches, and what only fetching needs: nothing that a program reads. */
const OF_THE_BUILD = /^(\/root|~)\/\.(cache|npm|ssh|gitconfig|netrc|cargo|rustup|local\/share\/pnpm)\b/;

/** The shell's own tools make a file or folder in root's home, as programs find their settings there. */
function writesSettings(instruction: Instruction, source: string): boolean {
  const isSetting = (path: string) => /^(\/root|~)\/\S/.test(path) && !OF_THE_BUILD.test(path);
  return (shellOf(instruction, source)?.commands ?? []).some(
    ({ name, words, redirects }) =>
      (/^(mkdir|touch|cp|mv|ln|install)$/.test(name ?? '') && isSetting(words.at(-1)?.raw ?? '')) ||
      redirects.some(({ operator, target }) => operator.startsWith('>') && isSetting(target ?? '')),
  );
}

/** What a stage has in root's home, which nobody else may enter in most images: where it works, what it copies or writes. */
export function livesInRootsHome(setup: Setup): boolean {
  const tree = dockerfileOf(setup);
  const stage = shippedStage(tree);
  if (stage === null) return false;
  const isThere = (path: string) => /^(\/root|~)(\/|$)/.test(path);
  return (
    isThere(absoluteIn(stage, null, '.')) ||
    stage.instructions.some((one) => {
      if (is(one, 'RUN')) return writesSettings(one, tree.source);
      const target = is(one, 'COPY', 'ADD') ? copySources(one)?.destination.value : undefined;
      return target !== undefined && isThere(absoluteIn(stage, one, target));
    }) ||
    finalCommands(setup).some(({ words }) => words.some((word) => /^(\/root|~)\//.test(word)))
  );
}
