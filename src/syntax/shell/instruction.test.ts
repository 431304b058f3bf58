import { describe, expect, it } from 'vitest';
import type { Heredoc } from '../dockerfile/tree.ts';
import { shellOf } from './index.ts';
import { runInstruction } from './instruction.fixture.ts';

function heredoc(source: string, marker: string, name: string, chomp = false): Heredoc {
  const at = source.indexOf(marker);
  const start = source.indexOf('\n', at) + 1;
  const end = source.search(new RegExp(`^\\t*${name}$`, 'm'));
  return {
    name,
    expand: true,
    chomp,
    fileDescriptor: 0,
    body: source.slice(start, end),
    bodyRange: { start, end },
    markerRange: { start: at, end: at + marker.length },
  };
}

describe('shellOf', () => {
  it('maps positions through continuations and comments', () => {
    const source = 'RUN apt-get update \\\n  # why\n\n  && apt-get install -y \\\n  cur\\\nl\n';
    const script = shellOf(runInstruction(source), source);
    const words = script?.commands[1]?.words ?? [];
    expect(words.map(({ value }) => value)).toEqual(['apt-get', 'install', '-y', 'curl']);
    expect(words.map(({ range }) => source.slice(range.start, range.end))).toEqual([
      'apt-get',
      'install',
      '-y',
      'cur\\\nl',
    ]);
    expect(script?.list.map(({ range }) => source.slice(range.start, range.end))).toEqual([
      'apt-get update',
      'apt-get install -y \\\n  cur\\\nl',
    ]);
  });

  it('is not for exec form and other instructions', () => {
    const instruction = runInstruction('RUN a');
    expect(shellOf({ ...instruction, json: ['a'] }, 'RUN a')).toBeNull();
    expect(shellOf({ ...instruction, keyword: 'COPY' }, 'RUN a')).toBeNull();
    expect(shellOf({ ...instruction, argument: '' }, 'RUN ')).toBeNull();
  });

  it('runs the body of a lone here-document', () => {
    const source = 'RUN <<-EOF\n\tset -e\n\tpip install x\nEOF\n';
    const script = shellOf(runInstruction(source, [heredoc(source, '<<-EOF', 'EOF', true)]), source);
    expect(script?.text).toBe('set -e\npip install x\n');
    expect(script?.commands.map(({ range }) => source.slice(range.start, range.end))).toEqual([
      'set -e',
      'pip install x',
    ]);
  });

  it.each([
    ['#!/usr/bin/env python3\nprint(1)\n', false],
    ['#!/bin/bash -e\nls\n', true],
  ])('looks at the interpreter of %j', (body, isShell) => {
    const source = `RUN <<EOF\n${body}EOF\n`;
    expect(shellOf(runInstruction(source, [heredoc(source, '<<EOF', 'EOF')]), source) !== null).toBe(isShell);
  });

  it('lets the shell read here-documents of a command', () => {
    const source = 'RUN cat <<EOF > /x && ls $A\nsome (text\nEOF\nUSER x\n';
    const script = shellOf(runInstruction(source, [heredoc(source, '<<EOF', 'EOF')]), source);
    expect(script?.complete).toBe(true);
    expect(script?.commands.map(({ name }) => name)).toEqual(['cat', 'ls']);
    const [body] = script?.list[0]?.hereDocuments ?? [];
    expect(source.slice(body?.start, body?.end)).toBe('some (text\nEOF\n');
  });
});
