import { describe, expect, it } from 'vitest';
import { readJavaScript } from './javascript-text.ts';

describe('what is code', () => {
  it.each([
    ['comments', 'a // "x\n/* `y */ b', 'a       \n         b'.length],
    ['strings', String.raw`a("it's \" x") + 'y'`, 0],
  ])('%s are as long as they were', (_, source) => {
    expect(readJavaScript('a.js', source).code).toHaveLength(source.length);
  });

  it.each([
    ['a = "x"; // y', 'a = " ";     '],
    ["a = /it's[/\"]/g; b = 'x'", "a = /          ; b = ' '"],
    ['a = b / c; d = "e" / f', 'a = b / c; d = " " / f'],
    ['`a ${b("c")} d` + e', '`  ${b(" ")}  ` + e'],
    ['`${`${a}`}` + "b"', '`${`${a}`}` + " "'],
    ["<p>Don't</p>\na('b')", "<p>Don'     \na(' ')"],
    ['<img src="x" />\na("b")', '<img src=" " />\na(" ")'],
    ['#!/usr/bin/env node\na("b")', '                   \na(" ")'],
  ])('%j', (source, code) => expect(readJavaScript('a.js', source).code).toBe(code));
});
