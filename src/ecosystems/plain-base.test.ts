import { expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { knownOfBase, officialName } from './plain-base.ts';

it.each([
  ['python:3.13-slim', 'python'],
  ['"ubuntu:bionic"', 'ubuntu'],
  ['node:${NODE_VERSION}-slim', 'node'],
  ['docker.io/library/python@sha256:0a', 'python'],
  ['mirror.example:5000/library/node:22', 'node'],
  ['public.ecr.aws/docker/library/debian', 'debian'],
  ['public.ecr.aws/lambda/python:3.13', null],
  ['mcr.microsoft.com/devcontainers/python:3', null],
  ['jupyter/base-notebook', null],
  ['$BASE_IMAGE', null],
])('the official name of %s', (base, expected) => {
  expect(officialName(base)).toBe(expected);
});

it.each([
  ['FROM python:3.13\n', true, true],
  ['FROM a.example/b\nRUN apt-get update && apt-get install -y c\n', false, true],
  ['FROM a.example/b AS c\nRUN apt-get install -y d\nFROM a.example/b\n', false, true],
  ['FROM a.example/b\nRUN make\n', false, false],
])('what is known of the base in %j', (Dockerfile, all, isRootWithPackages) => {
  expect(knownOfBase(setupOf({ Dockerfile }))).toEqual({ all, isRootWithPackages });
});
