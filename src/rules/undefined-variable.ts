import { defineRule, type InstructionFacts, type RuleContext } from '../lint/index.ts';
import { isBuilt, triggeredIn } from './as-built/index.ts';
import { expandedIn } from './as-built/expanded.ts';
import { MOST_NAMES, nearestName } from './names/nearest.ts';

const BUILDKIT = { buildkit: ['UndefinedVar'] };
/** What BuildKit defines for every FROM, and for a stage only when it asks. */
const PLATFORM_ARG = /^(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT|OSVERSION)$|^TARGETSTAGE$/;
/** BuildKit takes these for its own. */
const OF_SCANNER = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

export const undefinedVariable = defineRule({
  id: 'undefined-variable',
  title: 'Variables defined before they are used',
  why: 'BuildKit puts nothing in the place of a variable that it does not know: a path loses a part, a version its number, and the build goes on.',
  remedy:
    'Define it with ARG or ENV before, in the same stage. An ARG before the first FROM is seen in a stage only after `ARG NAME` there. Write `\\$` for a plain dollar sign.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: BUILDKIT,
  variants: {
    /** nobody defines it, the base included */
    undefined: { aliases: BUILDKIT },
    /** the file defines it, but not for this stage, or under a name like it */
    forgotten: { aliases: BUILDKIT },
    /** an empty text is reckoned with: the variable is prolonged, or a default stands beside it */
    'may-be-empty': { aliases: BUILDKIT, recommended: false },
    /** the base may define it */
    'of-unknown-base': { aliases: BUILDKIT, recommended: false },
  },
  links: [
    'https://docs.docker.com/reference/build-checks/undefined-var/',
    'https://docs.docker.com/build/building/variables/#scoping',
  ],

  instructions: Object.fromEntries(
    'ADD ARG COPY ENV LABEL RUN STOPSIGNAL USER VOLUME WORKDIR'.split(' ').map((keyword) => [keyword, check]),
  ),
  stage(stage, context) {
    for (const one of triggeredIn(stage, ...stage.triggered.map(({ keyword }) => keyword)))
      check(one, context);
  },

  invalid: [
    { text: 'FROM debian:13\nCOPY app $APP_DIR/\n', lines: [2], variants: ['undefined'] },
    { text: 'FROM example.org/base\nCOPY app $APP_DIR/\n', lines: [2], variants: ['of-unknown-base'] },
    {
      text: 'ARG VERSION=1\nFROM example.org/base\nLABEL version=$VERSION arch=$TARGETARCH\n',
      lines: [3, 3],
      variants: ['forgotten', 'forgotten'],
    },
    {
      text: 'FROM example.org/base\nENV APP_HOME=/app\nWORKDIR $APP_HOM\n',
      lines: [3],
      variants: ['forgotten'],
    },
    { text: 'FROM scratch\nCOPY <<EOF /x\n$NAME\nEOF\n', lines: [2], variants: ['undefined'] },
    {
      text: 'FROM debian:13\nENV LIBS=/x:$LIBS\nLABEL a=${A:-b}\n',
      lines: [2, 3],
      variants: ['may-be-empty', 'may-be-empty'],
    },
    { text: 'FROM scratch\nENV APP=$BASE BASE=1\n', lines: [2], variants: ['forgotten'] },
  ],
  valid: [
    { text: 'FROM debian:13\nARG A\nENV B=$A PATH=$PATH:/x\nWORKDIR /$B\n' },
    { text: 'FROM debian:13 AS a\nARG A=1\nFROM a\nENV B=$A\n' },
    { text: 'FROM golang:1.26\nWORKDIR $GOPATH/src\n' },
    { text: 'FROM debian:13\nRUN echo $HOME $X\nCMD echo $X\n' },
    { text: "FROM debian:13\nENV PRICE='$5' LETTER=\\$A\n" },
    { text: 'FROM debian:13\nCOPY <<"EOF" /x\n$NAME\nEOF\n' },
    { text: 'FROM debian:13\nONBUILD COPY app $APP_DIR/\n' },
  ],
});

function check(one: InstructionFacts, { report, wants }: RuleContext): void {
  const { argument, flags, heredocs } = one.node;
  if (!isBuilt(one) || !(argument.includes('$') || flags.length > 0 || heredocs.length > 0)) return;
  for (const { text, quotes, range, isKnown, sets } of expandedIn(one)) {
    if (!text.includes('$')) continue;
    for (const name of one.built(text, quotes).undefinedNames) {
      if (isKnown?.(name) === true || OF_SCANNER.has(name)) continue;
      const isCertain = one.place.scope.isBaseKnown;
      const mayBeEmpty = sets === name || hasDefault(text, name);
      const forgotten = mayBeEmpty ? null : hint(one, name);
      const variant =
        forgotten !== null
          ? 'forgotten'
          : !isCertain
            ? 'of-unknown-base'
            : mayBeEmpty
              ? 'may-be-empty'
              : 'undefined';
      if (!wants(variant)) continue;
      report({
        at: one.inFirstLine(range),
        variant,
        message: `\`${name}\` is not defined here${isCertain ? '' : ', unless the base defines it'}, so nothing is put in its place: ${forgotten ?? 'define it before with ARG or ENV'}.`,
      });
    }
  }
}

/** `${NAME:-…}` and its like: what comes of an unset variable is said. */
const hasDefault = (text: string, name: string): boolean =>
  [':-', '-', ':+', '+'].some((operator) => text.includes(`\${${name}${operator}`));

/** What was probably meant. */
function hint(one: InstructionFacts, name: string): string | null {
  if (PLATFORM_ARG.test(name)) return `a stage sees it only after \`ARG ${name}\``;
  if (one.place.scope.isGlobal(name))
    return `the ARG before the first FROM is seen only after \`ARG ${name}\` in this stage`;
  const nearest = nearestName(name, one.place.scope.names(MOST_NAMES));
  if (nearest === name) return 'it is set only behind this place';
  return nearest === null ? null : `perhaps \`${nearest}\` was meant`;
}
