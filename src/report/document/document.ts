import { triedAndDropped, leftAlone } from './dropped.ts';
import type { DocumentFacts, DocumentPart, Section, SectionFacts } from './facts.ts';
import { fileChanges } from './files.ts';
import { keyImprovements } from './improvements.ts';
import { block, code } from './markdown.ts';
import { alsoNoticed, howItWasMeasured } from './measured.ts';
import { nextSteps } from './next-steps.ts';
import { performance } from './performance.ts';
import { practices } from './practices.ts';
import { security } from './security.ts';
import { summary } from './summary.ts';
import { usage } from './usage.ts';
import { variables } from './variables.ts';
import { verification } from './verification.ts';

/** The first line of the document: how a later run knows that it may write over it. */
export const MARK = '<!-- Made by shipshape. The next run that changes something writes this file anew. -->';

const SECTIONS: readonly [title: string, section: Section][] = [
  ['Summary', summary],
  ['Key improvements', keyImprovements],
  ['File changes', fileChanges],
  ['Performance', performance],
  ['Security', security],
  ['Practices followed', practices],
  ['Usage', usage],
  ['Environment variables', variables],
  ['Verification', verification],
  ['Next steps', nextSteps],
  ['Also noticed', alsoNoticed],
  ['What was tried and dropped', triedAndDropped],
  ['What was looked at and left alone', leftAlone],
  ['How it was measured', howItWasMeasured],
];

/** DOCKER_IMPROVEMENTS.md: what a run came to, for the project's owner; every sentence from facts of this run. */
export function documentOf(facts: DocumentFacts): string {
  const several = facts.parts.length > 1;
  const parts = facts.parts.flatMap((part) => partOf(part, facts, several ? '##' : '#'));
  const title = several ? [`# Docker improvements of ${facts.project}`] : [];
  return `${[MARK, ...title, ...parts].join('\n\n')}\n`;
}

function partOf({ result, setups }: DocumentPart, document: DocumentFacts, level: string): string[] {
  const name =
    result.service === null
      ? code(result.dockerfile)
      : `${code(result.dockerfile)}, service ${code(result.service)}`;
  const heading = `${level} ${level === '#' ? `Docker improvements of ${document.project}` : name}`;
  if (setups === null || result.error !== null) return [heading, ...failure(name, result)];
  const facts: SectionFacts = { result, ...setups, document };
  const about = level === '#' ? [`This is about ${name}.`] : [];
  return [
    heading,
    ...about,
    ...SECTIONS.flatMap(([title, section]) => {
      const body = section(facts);
      return body === null ? [] : [`${level}# ${title}`, body];
    }),
  ];
}

/** The first line of a message is its sentence; log lines may follow. */
function failure(name: string, { error }: DocumentPart['result']): string[] {
  if (error === null) return [`${name} was left as it is.`];
  const { code: id, message, where, hint } = error;
  const place =
    where === null ? '' : `, at ${code(where.line === null ? where.path : `${where.path}:${where.line}`)}`;
  return [
    `${name} was left as it is (${code(id)}${place}).`,
    block(message.split('\n')),
    ...(hint === '' ? [] : [hint]),
  ];
}
