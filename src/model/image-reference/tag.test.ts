import { describe, expect, it } from 'vitest';
import { parseTag } from './tag.ts';
import { isMoreOf } from './versions.ts';

describe('parseTag', () => {
  it.each([
    ['3.13.5-slim-trixie', ['3', '13', '5'], ['slim'], 'trixie', []],
    ['22.23.3-trixie-slim', ['22', '23', '3'], ['slim'], 'trixie', []],
    ['3.13-alpine3.20', ['3', '13'], [], 'alpine3.20', []],
    ['8.3-fpm-alpine', ['8', '3'], ['fpm', 'alpine'], null, []],
    ['21-jre-alpine-3.22', ['21'], ['jre'], 'alpine-3.22', []],
    ['21.0.8_9-jdk-noble', ['21', '0', '8', '9'], ['jdk'], 'noble', []],
    ['8u462-b08-jdk', ['8u462', 'b08'], ['jdk'], null, []],
    ['v3.5', ['3', '5'], [], null, []],
    ['3.14.0rc2', ['3', '14', '0rc2'], [], null, []],
    ['24.04', ['24', '04'], [], null, []],
    ['latest', [], [], null, []],
    ['slim', [], ['slim'], null, []],
    ['trixie-20250101-slim', [], ['slim'], 'trixie', ['20250101']],
    ['3.9-eclipse-temurin-21', ['3', '9'], [], null, ['eclipse', 'temurin', '21']],
    ['edge-20240101', [], [], null, ['20240101']],
  ])('%s', (tag, versionParts, variantWords, suite, rest) => {
    expect(parseTag(tag)).toMatchObject({ versionParts, variantWords, suite, rest });
  });

  it('tells moving words apart', () => {
    expect(parseTag('lts-slim')).toMatchObject({
      version: null,
      movingWords: ['lts'],
      variantWords: ['slim'],
    });
  });
});

describe('isMoreOf', () => {
  it('looks at whole parts', () => {
    expect(isMoreOf('3.13.5', '3.13')).toBe(true);
    expect(isMoreOf('3.13.5', '3.1')).toBe(false);
    expect(isMoreOf('3.13', '3.13.5')).toBe(false);
    expect(isMoreOf('3.13', '3.13')).toBe(true);
  });
});
