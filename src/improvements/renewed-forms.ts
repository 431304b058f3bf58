import { applied, notNeeded, type Change } from '../model/change.ts';
import type { Rule } from '../lint/index.ts';
import { copyOverAdd } from '../rules/copy-over-add.ts';
import { emptyContinuation } from '../rules/empty-continuation.ts';
import { exposeFormat } from '../rules/expose-format.ts';
import { exposeProtocolCasing } from '../rules/expose-protocol-casing.ts';
import { fromAsCasing } from '../rules/from-as-casing.ts';
import { instructionCasing } from '../rules/instruction-casing.ts';
import { legacyKeyValue } from '../rules/legacy-key-value.ts';
import { maintainerDeprecated } from '../rules/maintainer-deprecated.ts';
import { redundantTargetPlatform } from '../rules/redundant-target-platform.ts';
import { repeatedInstruction } from '../rules/repeated-instruction.ts';
import { stageNameCasing } from '../rules/stage-name-casing.ts';
import { mender } from './mend.ts';

const FORMS = [
  repeatedInstruction,
  emptyContinuation,
  redundantTargetPlatform,
  maintainerDeprecated,
  legacyKeyValue,
  exposeFormat,
  exposeProtocolCasing,
  copyOverAdd,
  stageNameCasing,
  fromAsCasing,
  instructionCasing,
] as unknown as readonly Rule[];

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
    const mended = mend(setup);
    if (mended === null) return notNeeded('no deprecated form was found');
    const found = new Set(mended.findings.map(({ rule }) => rule));
    return applied(mended.setup, ...FORMS.filter(({ id }) => found.has(id)).map(({ title }) => title));
  },
};

const mend = mender(FORMS, () => null, new Set(['safe']));
