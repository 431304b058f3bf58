import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ObservedImage, pinnedTagCandidates, slimCandidates } from './candidates.ts';
import { observedSuite, observedVersion } from './observed.ts';
import { parseReference } from './reference.ts';

const PYTHON: ObservedImage = { version: '3.13.5', codename: 'trixie', variantWords: [] };
const NODE: ObservedImage = { version: '22.23.3', codename: 'trixie', variantWords: [] };
const ALPINE_PHP: ObservedImage = { version: '8.3.10', codename: 'alpine3.22', variantWords: [] };

const pinned = (text: string, observed: ObservedImage) =>
  pinnedTagCandidates(parseReference(text)!, observed);
const slim = (text: string, observed: ObservedImage) => slimCandidates(parseReference(text)!, observed);

describe('pinnedTagCandidates', () => {
  it.each([
    ['python:3.13-slim', PYTHON, ['3.13.5-slim-trixie', '3.13.5-trixie-slim', '3.13.5-slim']],
    ['python:3.13.5-slim', PYTHON, ['3.13.5-slim-trixie', '3.13.5-trixie-slim']],
    ['python:slim', PYTHON, ['3.13.5-slim-trixie', '3.13.5-trixie-slim', '3.13.5-slim']],
    ['python:latest', PYTHON, ['3.13.5-trixie', '3.13.5']],
    ['python', PYTHON, ['3.13.5-trixie', '3.13.5']],
    ['python:3.13', { ...PYTHON, codename: null }, ['3.13.5']],
    ['mirror.example/hub/python:3.13-slim-bookworm', PYTHON, ['3.13.5-slim-bookworm']],
    ['node:22', NODE, ['22.23.3-trixie', '22.23.3']],
    ['node:lts-slim', NODE, ['22.23.3-trixie-slim', '22.23.3-slim-trixie', '22.23.3-slim']],
    ['node:22-trixie-slim', NODE, ['22.23.3-trixie-slim']],
    [
      'php:8.3-fpm-alpine',
      ALPINE_PHP,
      ['8.3.10-fpm-alpine3.22', '8.3.10-alpine3.22-fpm', '8.3.10-fpm-alpine'],
    ],
    ['php:8.3-fpm-alpine', { ...ALPINE_PHP, codename: 'trixie' }, ['8.3.10-fpm-alpine']],
    ['org/proxy:v3', { version: '3.5.1', codename: null, variantWords: [] }, ['v3.5.1']],
    ['eclipse-temurin:8u462-b08-jdk', { version: '8u462-b08', codename: null, variantWords: [] }, []],
    [
      'maven:3.9-eclipse-temurin-21',
      { version: '3.9.11', codename: null, variantWords: [] },
      ['3.9.11-eclipse-temurin-21'],
    ],
    ['debian:trixie-slim', { version: '13.1', codename: 'trixie', variantWords: [] }, ['13.1-slim']],
    ['debian:trixie-slim', { version: '13', codename: 'trixie', variantWords: [] }, []],
    ['debian:stable-slim', { version: '13', codename: 'trixie', variantWords: [] }, ['13-slim']],
    ['ubuntu:24.04', { version: '24.04', codename: 'noble', variantWords: [] }, []],
    ['alpine:3.22', { version: '3.22.1', codename: 'alpine3.22', variantWords: [] }, ['3.22.1']],
  ])('%s of %j', (text, observed, tags) => {
    expect(pinned(text, observed)).toEqual(tags);
  });

  it('has nothing for a tag that is exact already', () => {
    expect(pinned('python:3.13.5-slim-trixie', PYTHON)).toEqual([]);
    expect(pinned('node:22.23.3-trixie-slim', NODE)).toEqual([]);
    expect(pinned('debian:trixie-20250101-slim', { ...PYTHON, version: '13.1' })).toEqual([]);
    expect(pinned(`python:3.13@sha256:${'a'.repeat(64)}`, PYTHON)).toEqual([]);
  });

  it('has nothing when the observed version is not one of the tag', () => {
    expect(pinned('python:3.12-slim', PYTHON)).toEqual([]);
    expect(pinned('python:3.1', PYTHON)).toEqual([]);
  });

  it('adds the variant words that the tag does not say', () => {
    expect(pinned('python:3.13', { ...PYTHON, variantWords: ['slim'] })[0]).toBe('3.13.5-slim-trixie');
  });

  it('never makes up a word', () => {
    const word = constantFrom(
      'slim',
      'alpine',
      'fpm',
      'bookworm',
      'trixie',
      'lts',
      'other',
      '3',
      '3.13',
      '21',
    );
    assert(
      property(array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const tag = words.join('-');
        const known = new Set([...words, '3.13.5', 'trixie']);
        const all = [...pinned(`python:${tag}`, PYTHON), ...slim(`python:${tag}`, PYTHON)];
        for (const candidate of all)
          expect(candidate.split('-').filter((part) => !known.has(part) && part !== 'slim')).toEqual([]);
        expect(pinned(`python:${tag}`, PYTHON)).not.toContain(tag);
      }),
    );
  });
});

describe('slimCandidates', () => {
  it('keeps version and release, exact first', () => {
    expect(slim('python:3.13', PYTHON)).toEqual([
      '3.13.5-slim-trixie',
      '3.13.5-trixie-slim',
      '3.13.5-slim',
      '3.13-slim-trixie',
      '3.13-trixie-slim',
      '3.13-slim',
    ]);
    expect(slim('node:22-bookworm', NODE).slice(0, 2)).toEqual([
      '22.23.3-slim-bookworm',
      '22.23.3-bookworm-slim',
    ]);
    expect(slim('python', PYTHON)).toEqual(['3.13.5-slim-trixie', '3.13.5-trixie-slim', '3.13.5-slim']);
    expect(slim('debian:13', { version: '13.1', codename: 'trixie', variantWords: [] })).toEqual([
      '13.1-slim',
    ]);
  });
  it('has nothing for an image that is slim', () => {
    expect(slim('python:3.13-slim', PYTHON)).toEqual([]);
    expect(slim('php:8.3-fpm-alpine3.22', ALPINE_PHP)).toEqual([]);
    expect(slim('php:8.3-fpm', ALPINE_PHP)).toEqual([]);
  });
});

describe('observedVersion', () => {
  it.each([
    ['library/python', { PYTHON_VERSION: '3.13.5' }, '3.13.5'],
    ['mirror/python', { PYTHON_VERSION: '3.14.0rc2' }, '3.14.0rc2'],
    ['org/app', { PYTHON_VERSION: '3.13.5' }, null],
    ['library/eclipse-temurin', { JAVA_VERSION: 'jdk-21.0.8+9' }, '21.0.8_9'],
    ['library/eclipse-temurin', { JAVA_VERSION: 'jdk8u462-b08' }, '8u462-b08'],
    ['library/postgres', { PG_VERSION: '16.9-1.pgdg120+1' }, '16.9'],
    ['library/mariadb', { MARIADB_VERSION: '1:11.8.2+maria~ubu2404' }, '11.8.2'],
    ['library/caddy', { CADDY_VERSION: 'v2.10.0' }, '2.10.0'],
    ['dotnet/aspnet', { ASPNET_VERSION: '10.0.1', DOTNET_VERSION: '10.0.2' }, '10.0.1'],
    ['library/node', {}, null],
    ['library/node', { NODE_VERSION: 'unknown' }, null],
  ])('%s with %j', (repository, environment, version) => {
    expect(observedVersion(repository, environment, {})).toBe(version);
  });

  it('reads a distribution from its release files', () => {
    const debian = { ID: 'debian', VERSION_ID: '13', VERSION_CODENAME: 'trixie' };
    expect(observedVersion('library/debian', {}, debian, '13.1\n')).toBe('13.1');
    expect(observedVersion('library/debian', {}, debian, 'trixie/sid')).toBe('13');
    expect(observedVersion('library/debian', {}, { ...debian, DEBIAN_VERSION_FULL: '13.2' })).toBe('13.2');
    expect(observedVersion('library/ubuntu', {}, { ID: 'ubuntu', VERSION_ID: '24.04' }, 'trixie/sid')).toBe(
      '24.04',
    );
    expect(observedVersion('library/rockylinux', {}, { ID: 'rocky', VERSION_ID: '9.4' })).toBe('9.4');
    expect(observedVersion('library/alpine', {}, debian, '13.1')).toBeNull();
  });

  it('names the release as tags do', () => {
    expect(observedSuite({ ID: 'debian', VERSION_CODENAME: 'trixie' })).toBe('trixie');
    expect(observedSuite({ ID: 'alpine', VERSION_ID: '3.22.1' })).toBe('alpine3.22');
    expect(observedSuite({ ID: 'alpine', VERSION_ID: 'edge' })).toBeNull();
    expect(observedSuite({})).toBeNull();
  });
});
