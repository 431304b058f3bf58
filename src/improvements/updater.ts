import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withFile, type Setup } from '../model/setup.ts';

export const updater: Change = {
  id: 'updater',
  title: 'Digests that are kept up to date',
  why: 'A digest never changes by itself, also not when the base is mended: an updater proposes the next one.',
  class: 'safe',
  rungs: ['weekly'],
  examples: [
    {
      name: 'bases by tag need none',
      before: { Dockerfile: 'FROM python:3.13.5-slim\nCMD ["python"]\n' },
      after: {},
    },
  ],

  apply(setup) {
    if (setup.choices.pin === 'tag') return notNeeded('bases are pinned by their tags (`--pin`)');
    if (!dockerfileOf(setup).stages.some(({ base }) => base.includes('@sha256:')))
      return notNeeded('no base has a digest');
    const { project } = setup.facts;
    if (project?.updater) return notNeeded(`${project.updater} configures one`);
    const path = project?.updaterPlace ?? null;
    if (path === null) return notNeeded('the repository is shared: its root is the place for one');
    if (setup.files.has(path)) return notNeeded(`${path} configures one`);
    const text = path === 'renovate.json' ? renovate() : dependabot(setup);
    return applied(withFile(setup, path, text), 'no configuration of Dependabot or Renovate was found');
  },
};

/** https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference */
function dependabot({ paths: { dockerfile } }: Setup): string {
  const folder = dockerfile.includes('/') ? dockerfile.slice(0, dockerfile.lastIndexOf('/')) : '';
  return `version: 2
updates:
  - package-ecosystem: docker
    directory: ${JSON.stringify(`/${folder}`)}
    schedule:
      interval: weekly
`;
}

/** https://docs.renovatebot.com/modules/manager/dockerfile/ */
const renovate = (): string =>
  `${JSON.stringify(
    {
      $schema: 'https://docs.renovatebot.com/renovate-schema.json',
      enabledManagers: ['dockerfile'],
      pinDigests: true,
      schedule: ['before 6am on monday'],
    },
    null,
    2,
  )}\n`;
