import type { ArrayValue, Assignment, CommandArgument, Redirection, Word, WordPart } from 'unbash';
import type { ShellAssignment, ShellRedirect, ShellWord } from './types.ts';
import type { Mapping } from './mapping.ts';

export function shellWord(word: CommandArgument, mapping: Mapping): ShellWord {
  const value = word.type === 'Word' ? valueOf(word) : assignmentText(word);
  const glob = word.type === 'Word' && (word.parts ?? []).some(isGlob);
  return { raw: word.text, value, glob, range: mapping.range(word.pos, word.end) };
}

export function shellAssignment(assignment: Assignment, mapping: Mapping): ShellAssignment {
  return {
    name: assignment.name,
    value: valueOfAssigned(assignment.value),
    range: mapping.range(assignment.pos, assignment.end),
  };
}

export function shellRedirect(redirect: Redirection, mapping: Mapping): ShellRedirect {
  const target =
    redirect.type === 'HereDoc' || redirect.target === undefined ? null : valueOf(redirect.target);
  return { operator: redirect.operator, target, range: mapping.range(redirect.pos, redirect.end) };
}

function valueOf(word: Word): string | null {
  return (word.parts ?? []).every(isFixed) ? word.value : null;
}

function valueOfAssigned(value: Word | ArrayValue): string | null {
  return value.type === 'Word' ? valueOf(value) : null;
}

/** `export A=1` has assignments as arguments; as a word they read as written. */
function assignmentText(assignment: Assignment): string | null {
  const value = valueOfAssigned(assignment.value);
  if (value === null || assignment.index !== undefined) return null;
  return `${assignment.name}${assignment.append === true ? '+=' : '='}${value}`;
}

function isFixed(part: WordPart): boolean {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
    case 'ExtendedGlob':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.every((child) => child.type === 'Literal');
    default:
      return false;
  }
}

function isGlob(part: WordPart): boolean {
  return part.type === 'Glob' || part.type === 'ExtendedGlob';
}
