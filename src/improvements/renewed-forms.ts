import { applied, notNeeded, type Change } from '../model/change.ts';
import { dockerfileOf, withDockerfile } from '../model/setup.ts';
import { applyEdits } from '../syntax/text.ts';
import { exposedPorts, keywordCasing, stageNames } from './forms/casing.ts';
import type { Form } from './forms/form.ts';
import { localAdd } from './forms/local-add.ts';
import { legacyPairs, maintainer } from './forms/pairs.ts';
import { emptyContinuations, repeatedInstructions, targetPlatform } from './forms/repeated.ts';

/** One after the other, for two of them may concern the same line. */
const FORMS: readonly Form[] = [
  repeatedInstructions,
  emptyContinuations,
  targetPlatform,
  maintainer,
  legacyPairs,
  exposedPorts,
  localAdd,
  stageNames,
  keywordCasing,
];

/** The rules of `docker build --check` whose findings can be mended without a decision: https://docs.docker.com/reference/build-checks/ */
export const renewedForms: Change = {
  id: 'renewed-forms',
  title: 'Deprecated forms renewed',
  why: '`docker build --check` warns of forms that are deprecated or mean something else than they seem to; without them it shows what matters.',
  class: 'safe',
  rungs: ['renewed'],
  examples: [
    {
      name: 'forms of old',
      before: {
        Dockerfile: `from debian:13-slim as Base
MAINTAINER Jo Do <jo@example.org>
ENV GREETING hello  world
ADD requirements.txt /app/
EXPOSE 8080:80/TCP
CMD ["false"]
CMD ["true"]
`,
        'requirements.txt': 'flask\n',
      },
      after: {
        Dockerfile: `FROM debian:13-slim AS base
LABEL org.opencontainers.image.authors="Jo Do <jo@example.org>"
ENV GREETING="hello  world"
COPY requirements.txt /app/
EXPOSE 80/tcp
CMD ["true"]
`,
      },
    },
    {
      name: 'blank lines in a continued instruction',
      before: {
        Dockerfile: 'FROM --platform=$TARGETPLATFORM debian:13-slim\nRUN echo a \\\n\n  && echo b\n',
      },
      after: { Dockerfile: 'FROM debian:13-slim\nRUN echo a \\\n  && echo b\n' },
    },
    {
      name: 'what ADD unpacks or fetches is its own',
      before: {
        Dockerfile: 'FROM debian:13-slim\nADD app.tar.gz /app\nADD https://example.org/x /x\n',
        'app.tar.gz': '',
      },
      after: {},
    },
  ],

  apply(setup) {
    let current = setup;
    const evidence: string[] = [];
    for (const form of FORMS) {
      const tree = dockerfileOf(current);
      const edits = form.edits(tree, current);
      if (edits.length === 0) continue;
      current = withDockerfile(current, applyEdits(tree.source, edits));
      evidence.push(form.evidence);
    }
    return current === setup ? notNeeded('no deprecated form was found') : applied(current, ...evidence);
  },
};
