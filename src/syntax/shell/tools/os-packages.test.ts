import { describe, expect, it } from 'vitest';
import { parseShell } from '../parse.ts';
import { osPackageCommand } from './os-packages.ts';

function read(text: string) {
  const [command] = parseShell(text).commands;
  const found = command === undefined ? null : osPackageCommand(command);
  if (found === null) return null;
  const { manager, verb, action, operands, options } = found;
  return {
    manager,
    verb,
    action,
    operands: operands.map(({ raw }) => raw),
    options: options.map(({ name, value }) => (value === null ? name : `${name} ${value}`)),
  };
}

describe('a command of a package manager', () => {
  it.each([
    ['sudo apt-get -yqq install -t trixie-backports curl', 'apt', 'install', 'install', ['curl']],
    ['aptitude update', 'apt', 'update', 'update', []],
    ['apk add --virtual .build gcc', 'apk', 'add', 'install', ['gcc']],
    ['dnf module install -y nodejs:22', 'dnf', 'module install', 'install', ['nodejs:22']],
    ['yum -y update', 'yum', 'update', 'upgrade', []],
    ['zypper --non-interactive dup', 'zypper', 'dup', 'upgrade', []],
    ['zypper cc', 'zypper', 'cc', 'clean', []],
    ['pacman -Syu --noconfirm git', 'pacman', '-S', 'install', ['git']],
    ['pacman -Scc', 'pacman', '-S', 'clean', []],
    ['microdnf clean all', 'microdnf', 'clean', 'clean', ['all']],
  ])('is read from %j', (text, manager, verb, action, operands) => {
    expect(read(text)).toMatchObject({ manager, verb, action, operands });
  });

  it('tells letters written together one by one, and values', () => {
    expect(read('apt-get -yq install -o A=b curl')?.options).toEqual(['-y', '-q', '-o A=b']);
  });

  it.each(['apt-cache show curl', 'echo apt-get install', 'sbt update'])('is not %j', (text) => {
    expect(read(text)).toBeNull();
  });
});
