import { parseFamiliarName } from '@swimlane/docker-reference';
import { array, assert, constant, constantFrom, oneof, pre, property, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, parseReference, withTag } from './reference.ts';

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseReference', () => {
  it.each([
    ['python', null, 'library/python', null, null, 'python'],
    ['python:3.13-slim', null, 'library/python', '3.13-slim', null, 'python'],
    ['docker.io/python:3', 'docker.io', 'library/python', '3', null, 'python'],
    ['docker.io/library/python', 'docker.io', 'library/python', null, null, 'python'],
    ['index.docker.io/org/app', 'index.docker.io', 'org/app', null, null, 'org/app'],
    ['org/app:v1', null, 'org/app', 'v1', null, 'org/app'],
    [`ghcr.io/org/app:v1@${SHA}`, 'ghcr.io', 'org/app', 'v1', SHA, 'ghcr.io/org/app'],
    [`python@${SHA}`, null, 'library/python', null, SHA, 'python'],
    ['localhost/app', 'localhost', 'app', null, null, 'localhost/app'],
    ['localhost:5000/app:1', 'localhost:5000', 'app', '1', null, 'localhost:5000/app'],
    ['localhost:5000', null, 'library/localhost', '5000', null, 'localhost'],
    ['127.0.0.1:5000/a/b/c', '127.0.0.1:5000', 'a/b/c', null, null, '127.0.0.1:5000/a/b/c'],
    ['[::1]:5000/app:1', '[::1]:5000', 'app', '1', null, '[::1]:5000/app'],
    ['[2001:db8::1]/app', '[2001:db8::1]', 'app', null, null, '[2001:db8::1]/app'],
    ['Host/app', 'Host', 'app', null, null, 'Host/app'],
    ['library/a/b', null, 'library/a/b', null, null, 'library/a/b'],
    ['a__b/c--d.e_f', null, 'a__b/c--d.e_f', null, null, 'a__b/c--d.e_f'],
  ])('%s', (text, registry, repository, tag, digest, familiarName) => {
    const reference = parseReference(text);
    expect(reference).toMatchObject({ registry, repository, tag, digest, familiarName, text });
    expect(formatReference(reference!)).toBe(text);
  });

  it.each([
    ['nothing', ''],
    ['a capital letter', 'Python:3'],
    ['a variable', 'python:${VERSION}'],
    ['an image id', 'a'.repeat(64)],
    ['a space', 'python :3'],
    ['an empty tag', 'python:'],
    ['a tag that is too long', `python:${'a'.repeat(129)}`],
    ['a tag that starts with a dash', 'python:-slim'],
    ['an empty path part', 'ghcr.io//app'],
    ['a host alone', 'ghcr.io/'],
    ['three separators', 'a___b'],
    ['a dash at the end of the host', 'host-.io/app'],
    ['a port without digits', 'host:/app'],
    ['an address with a zone', '[fe80::1%eth0]/app'],
    ['a digest that is too short', 'python@sha256:abcdef'],
    ['an unknown digest algorithm', `python@md5:${'a'.repeat(32)}`],
    ['two digests', `python@${SHA}@${SHA}`],
    ['a path of more than 255 letters', 'a'.repeat(256)],
    ['a line break', 'python\n'],
  ])('is null for %s', (_what, text) => {
    expect(parseReference(text)).toBeNull();
  });

  it('agrees with @swimlane/docker-reference on what is a reference and what its parts are', () => {
    const part = stringMatching(/^[a-z0-9]{1,6}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
    const host = constantFrom('', 'docker.io/', 'ghcr.io/', 'localhost/', 'localhost:5000/', '10.0.0.1:80/');
    const tag = oneof(constant(''), stringMatching(/^:\w[\w.-]{0,10}$/));
    const digest = constantFrom('', `@${SHA}`);
    assert(
      property(host, array(part, { minLength: 1, maxLength: 3 }), tag, digest, (host, path, tag, digest) => {
        // A first part with a dot stands for a host, also where it cannot be one; see the misses below.
        pre(host !== '' || path.length === 1 || !path[0]?.includes('.'));
        const text = host + path.join('/') + tag + digest;
        const theirs = parseFamiliarName(text);
        const ours = parseReference(text);
        expect({
          domain: ours?.registry ?? 'docker.io',
          repository: ours?.repository,
          tag: ours?.tag ?? undefined,
          digest: ours?.digest ?? undefined,
        }).toEqual({
          domain: theirs.domain,
          repository: theirs.repository,
          tag: theirs.tag,
          digest: theirs.digest,
        });
      }),
    );
  });

  it('refuses what @swimlane/docker-reference refuses', () => {
    assert(
      property(stringMatching(/^[aA0./:@_ -]{1,12}$/), (text) => {
        // a first part with capitals names a host, which the other parser does not know
        if (/^[^/]*[A-Z][^/]*\//.test(text)) return;
        expect(isRefused(text) && parseReference(text) !== null).toBe(false);
      }),
    );
  });

  it('knows better than @swimlane/docker-reference in three cases', () => {
    expect(isRefused('A/0')).toBe(true);
    expect(parseReference('A/0')?.registry).toBe('A');
    expect(isRefused('[::1]:5000/app')).toBe(true);
    expect(parseReference('[::1]:5000/app')?.registry).toBe('[::1]:5000');
    expect(isRefused('a.a_0/app')).toBe(false);
    expect(parseReference('a.a_0/app')).toBeNull();
  });
});

describe('withTag', () => {
  it('keeps the spelling of the name and drops the digest', () => {
    const reference = parseReference(`docker.io/python:3@${SHA}`)!;
    expect(withTag(reference, '3.13.5')).toEqual(parseReference('docker.io/python:3.13.5'));
  });
});

function isRefused(text: string): boolean {
  try {
    parseFamiliarName(text);
    return false;
  } catch {
    return true;
  }
}
