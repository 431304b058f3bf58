import { describe, expect, it } from 'vitest';
import { parseTag } from './tag.ts';
import { compareVersions, isMoreOf } from './versions.ts';

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

describe('compareVersions', () => {
  it('orders what semver does not', () => {
    const ordered = ['3.9', '3.13.0rc1', '3.13', '3.13.5', '8u452', '8u462', '22.04', '24.04', '2024.01.15'];
    expect(ordered.toReversed().sort(compareVersions)).toEqual(ordered);
  });
  it('takes a missing part for 0 and a leading v for nothing', () => {
    expect(compareVersions('3.13', '3.13.0')).toBe(0);
    expect(compareVersions('v1.2', '1.2.0.1')).toBe(-1);
    expect(compareVersions('21.0.8_10', '21.0.8_9')).toBe(1);
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
