import { describe, expect, it } from 'vitest';
import { parseShell } from '../parse.ts';
import { languageCommand } from './language-packages.ts';

function read(text: string) {
  const [command] = parseShell(text).commands;
  const found = command === undefined ? null : languageCommand(command);
  if (found === null) return null;
  const { tool, verb, action, operands, verbWord } = found;
  return { tool, verb, action, operands: operands.map(({ raw }) => raw), behind: verbWord?.raw ?? null };
}

describe('a command of a language’s package manager', () => {
  it.each([
    ['pip install -r requirements.txt', 'pip', 'install', []],
    ['python3 -m pip install flask', 'pip', 'add', ['flask']],
    ['pipx install black', 'pipx', 'add', ['black']],
    ['uv pip install --system numpy', 'uv', 'add', ['numpy']],
    ['uv sync --frozen', 'uv', 'install', []],
    ['npm ci --omit=dev', 'npm', 'install', []],
    ['npm i -g typescript', 'npm', 'add', ['typescript']],
    ['yarn global add serve', 'yarn', 'add', ['serve']],
    ['yarn', 'yarn', 'install', []],
    ['bundle', 'bundle', 'install', []],
    ['gem install rake -- --with-x=1', 'gem', 'add', ['rake']],
    ['go install -ldflags "-s -w" example.com/a@v1', 'go', 'add', ['example.com/a@v1']],
    ['go mod download -x', 'go', 'install', []],
    ['go run example.com/a -flag', 'go', 'add', ['example.com/a', '-flag']],
    ['cargo build --release', 'cargo', 'build', []],
    ['composer global require a/b', 'composer', 'add', ['a/b']],
  ])('is read from %j', (text, tool, action, operands) => {
    expect(read(text)).toMatchObject({ tool, action, operands });
  });

  it.each([
    ['npm --silent ci', 'ci'],
    ['yarn global add serve', 'add'],
    ['go mod download', 'download'],
    ['bundle', null],
  ])('has its options behind the verb: %j', (text, behind) => {
    expect(read(text)?.behind).toBe(behind);
  });

  it.each(['python app.py', 'gofmt -l .', 'echo npm ci'])('is not %j', (text) => {
    expect(read(text)).toBeNull();
  });
});
