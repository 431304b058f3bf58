import type { Option, OptionTable, ShellWord } from '../../syntax/shell/index.ts';
import { hasOption, valuesOf } from '../../syntax/shell/index.ts';
import { argumentsOf, type Command } from '../dockerfile/command.ts';

/** What curl or wget fetches, and where it goes. */
export interface Download {
  tool: 'curl' | 'wget';
  command: Command;
  urls: readonly ShellWord[];
  options: readonly Option[];
  /** `file` in the image, `pipe` to the next command, `value` of a substitution, `log` where nobody keeps it */
  goesTo: 'file' | 'pipe' | 'value' | 'log';
  /** the file's name; null where it is not known */
  file: string | null;
}

/** curl(1): options with a value */
const CURL: OptionTable = {
  letters: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  names:
    `abstract-unix-socket cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at cookie
    cookie-jar crlfile data data-ascii data-binary data-raw data-urlencode dns-servers dump-header engine form
    form-string header interface json key key-type keepalive-time limit-rate local-port login-options max-filesize
    max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy proto
    proto-default proto-redir proxy proxy-user proxy-header pubkey quote range rate referer request request-target
    resolve retry retry-delay retry-max-time socks5 socks5-hostname speed-limit speed-time stderr time-cond tls-max
    tls13-ciphers trace unix-socket upload-file url user user-agent write-out`.split(/\s+/),
};

/** wget(1): options with a value; `-n` begins short ones of its own (`-nv`) */
const WGET: OptionTable = {
  letters: 'oaeiBtOTwQPUlARDIX',
  names:
    `output-file append-output execute input-file base tries output-document timeout dns-timeout connect-timeout
    read-timeout wait waitretry quota limit-rate bind-address start-pos prefer-family user password directory-prefix
    default-page header max-redirect proxy-user proxy-password referer user-agent post-data post-file method body-data
    body-file load-cookies save-cookies secure-protocol certificate private-key ca-certificate ca-directory level
    accept reject domains include-directories exclude-directories progress retry-on-http-error compression`.split(
      /\s+/,
    ),
};

/** Reads a command of curl or wget; null for others. */
export function downloadOf(command: Command): Download | null {
  const { program } = command;
  if (program !== 'curl' && program !== 'wget') return null;
  const { options, operands } = argumentsOf(command, program === 'curl' ? CURL : WGET);
  const named = command.args.filter(
    ({ raw }, index) => command.args[index - 1]?.value === '--url' && raw !== '',
  );
  const urls = [...operands, ...named];
  const redirect = command.shell.redirects.find(({ operator }) => /^(?:&?>>?|1>>?|>\|)$/.test(operator));
  const written = fileOf(program, options);
  const common = { tool: program, command, urls, options } as const;
  if (written !== null && written !== '-')
    return { ...common, goesTo: 'file', file: written === '' ? null : written };
  if (isPiped(command)) return { ...common, goesTo: 'pipe', file: null };
  if (command.shell.context.includes('substitution')) return { ...common, goesTo: 'value', file: null };
  if (redirect !== undefined && redirect.target !== '/dev/null')
    return { ...common, goesTo: 'file', file: redirect.target };
  return { ...common, goesTo: 'log', file: null };
}

/** @returns '' for a name that the tool finds itself, '-' for the standard output, null where it writes there unasked */
function fileOf(program: 'curl' | 'wget', options: readonly Option[]): string | null {
  if (program === 'curl') {
    if (hasOption(options, '-O', '--remote-name', '--remote-name-all', '-J')) return '';
    const given = options.findLast(({ name }) => name === '-o' || name === '--output');
    if (given === undefined) return null;
    return given.value === '/dev/null' ? '-' : (given.value ?? '');
  }
  if (hasOption(options, '--spider')) return '-';
  const given = valuesOf(options, '-O', '--output-document').at(-1);
  if (given === '/dev/null') return '-';
  return given ?? '';
}

function isPiped({ instruction, index, shell }: Command): boolean {
  if (!shell.context.includes('pipeline')) return false;
  const next = instruction.commands[index + 1]?.shell;
  return next?.connector === '|' && next.topLevelIndex === shell.topLevelIndex;
}

/** It fetches something over the network to be kept, not a question to a service of its own or a request that writes. */
export function isFetched({ tool, urls, options, goesTo, command }: Download): boolean {
  if (goesTo === 'log' || urls.length === 0) return false;
  if (
    tool === 'curl' &&
    hasOption(
      options,
      '-d',
      '--data',
      '--data-raw',
      '--data-binary',
      '-F',
      '--form',
      '-T',
      '--upload-file',
      '-I',
      '--head',
    )
  )
    return false;
  if (valuesOf(options, '-X', '--request', '--method').some((method) => method.toUpperCase() !== 'GET'))
    return false;
  return urls.some((word) => {
    const text = word.value ?? command.instruction.valueOf(word.raw) ?? word.raw.replaceAll(/["']/g, '');
    return (
      !/^(?:\w+:\/\/)?(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker|169\.254\.)/.test(text) &&
      !text.startsWith('file:')
    );
  });
}
