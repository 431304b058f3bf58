import { shellWord } from '../../syntax/shell/index.ts';
import { composeService } from '../../model/compose-service.ts';
import { settingsOf } from '../../improvements/env-example.ts';
import { block, code } from './markdown.ts';
import type { Section, SectionFacts } from './facts.ts';
import { addressOf, buildOptions, composeCommand, contextOf, imageName, portsOf } from './how-it-runs.ts';

/** Commands that fit this project: its compose file, its service, its ports. */
export const usage: Section = (facts) => {
  const { compose, service } = facts.after.paths;
  return compose !== null && service !== null ? withCompose(facts, service) : byHand(facts);
};

/** The path that a person opens: the health route, or the root. */
const pathOf = ({ after }: SectionFacts): string => after.facts.run?.healthPath ?? '/';

function withCompose(facts: SectionFacts, service: string): string {
  const { after } = facts;
  const compose = composeCommand(after.paths);
  const isJob = after.facts.run?.kind === 'job';
  const address = addressOf(after);
  const lines = [
    ...environmentFile(facts),
    ...(isJob
      ? ['# build it and run it to its end', `${compose} run --build --rm ${service}`]
      : [
          '# build it, start it, and wait until it is up',
          `${compose} up --build --detach --wait ${service}`,
          ...(address === null ? [] : ['# ask it', `curl -i ${address}${pathOf(facts)}`]),
          '# its log; what it needs of memory and processor; its end',
          `${compose} logs --follow ${service}`,
          `${compose} stats ${service}`,
          `${compose} down`,
        ]),
  ];
  return block(lines, 'sh');
}

/** The image name stands for whatever the owner calls it. */
function byHand(facts: SectionFacts): string {
  const { after, document } = facts;
  const name = imageName(document.project, after);
  const server = after.facts.run?.kind !== 'job';
  const ports = server ? portsOf(after) : [];
  const hasExample = after.files.has(after.paths.envExample);
  const options = [
    '--rm',
    ...(server ? ['--detach', `--name ${name}`] : []),
    ...ports.map(({ port }) => `--publish ${port}:${port}`),
    ...(hasExample ? ['--env-file .env'] : []),
  ];
  const address = addressOf(after);
  return block(
    [
      ...environmentFile(facts),
      `docker build --tag ${name}${buildOptions(after)} ${contextOf(after)}`,
      `docker run ${options.join(' ')} ${name}`,
      ...(address === null ? [] : [`curl -i ${address}${pathOf(facts)}`]),
      ...(server ? [`docker logs --follow ${name}`, `docker stop ${name}`] : []),
    ],
    'sh',
  );
}

function environmentFile({ after }: SectionFacts): string[] {
  const { envExample } = after.paths;
  if (!after.files.has(envExample)) return [];
  const required = settingsOf(after).filter((one) => one.required);
  const names = required.map(({ name }) => name).join(' and ');
  return [
    required.length === 0
      ? '# once, where a default does not fit'
      : `# once, and then give ${names} a value in .env`,
    `cp ${shellWord(envExample)} .env`,
  ];
}

/** Where the variables come from, for the section on them. */
export const environmentSource = ({ after }: SectionFacts): string => {
  const service = composeService(after);
  const { envExample } = after.paths;
  const example = after.files.has(envExample) ? `${code(envExample)} lists them; ` : '';
  return service === null
    ? `${example}give them with \`--env-file .env\`.`
    : `${example}compose reads them from \`.env\` or the shell.`;
};
