import type { FileResult } from '../../model/result.ts';
import { cell, counted, list, table } from './markdown.ts';
import type { Section, SectionFacts } from './facts.ts';

const MADE = ['kept', 'weakened', 'unproven'];

/** Which files changed by how much, and the changes that did it with their reasons. */
export const fileChanges: Section = ({ result, after }) => {
  if (result.files.length === 0) return null;
  const files = result.files.map((file) => [cell(file.path), roleOf(file.path, after), extent(file)]);
  const changes = result.changes
    .filter(({ outcome }) => MADE.includes(outcome))
    .map(
      ({ title, why, outcome, evidence }) =>
        `**${title}.** ${why}${outcome === 'weakened' ? '' : seen(evidence)}${outcome === 'unproven' ? ' (Not proved.)' : ''}`,
    );
  return [
    table(['file', 'what it is', 'lines'], files),
    `${counted(changes.length, 'change')}:`,
    list(changes),
  ].join('\n\n');
};

/** What called for the change in this very project; quoted lines of a log begin with spaces. */
function seen(evidence: readonly string[]): string {
  const told = evidence.filter((line) => !line.startsWith('  '));
  return told.length === 0 ? '' : ` Here: ${told.join('; ')}.`;
}

function roleOf(path: string, { paths }: SectionFacts['after']): string {
  if (path === paths.dockerfile) return 'how the image is built';
  if (path === paths.ignore) return 'what the build does not get to see';
  if (path === paths.compose) return 'how it is run';
  if (path === paths.envExample) return 'which variables there are, without secret values';
  return 'settings of the program';
}

function extent({ action, patch }: FileResult): string {
  const lines = patch.split('\n').slice(2);
  const added = lines.filter((line) => line.startsWith('+')).length;
  const removed = lines.filter((line) => line.startsWith('-')).length;
  return action === 'create' ? `new, ${added}` : `${added} added, ${removed} removed`;
}
