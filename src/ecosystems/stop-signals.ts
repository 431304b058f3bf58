/** The signal that lets a program finish, and why it is not the engine's own SIGTERM. */
export interface WantedSignal {
  signal: string;
  why: string;
}

/** What the programs' own documentation says of signals. */
const SIGNALS: readonly { program: RegExp; wanted: WantedSignal; unless?: RegExp }[] = [
  {
    // https://nginx.org/en/docs/control.html
    program: /^(?:nginx(?:-debug)?|openresty)$/,
    wanted: { signal: 'SIGQUIT', why: 'nginx: TERM is a fast shutdown, QUIT a graceful one' },
  },
  {
    // php-fpm(8), "SIGNALS"
    program: /^php-fpm[\d.]*$/,
    wanted: { signal: 'SIGQUIT', why: 'php-fpm: TERM is an immediate end, QUIT a graceful one' },
  },
  {
    // https://httpd.apache.org/docs/2.4/stopping.html
    program: /^(httpd(-foreground)?|apache2(-foreground)?|apache2ctl|apachectl)$/,
    wanted: {
      signal: 'SIGWINCH',
      why: 'Apache: TERM ends requests that are under way, WINCH lets them finish',
    },
  },
  {
    // https://uwsgi-docs.readthedocs.io/en/latest/Management.html
    program: /^uwsgi$/,
    unless: /^--die-on-term$|\.(ini|ya?ml|xml|json)$|^--?(ini|yaml|xml|json|emperor)\b/,
    wanted: { signal: 'SIGQUIT', why: 'uWSGI: TERM loads it again unless told otherwise, QUIT ends it' },
  },
];

/** systemd(1), "SIGNALS": told apart because a container of it is another kind of thing than one of a program. */
const SYSTEMD = /^(?:\/usr)?(?:\/sbin\/init|\/lib\/systemd\/systemd)$|^systemd$/;

/** The signal that a program's documentation asks for; null where SIGTERM is right, or the program is not known. */
export function signalOf(argv: readonly string[]): WantedSignal | null {
  const [path = '', ...args] = argv;
  if (SYSTEMD.test(path))
    return { signal: 'SIGRTMIN+3', why: 'systemd: TERM starts it anew, RTMIN+3 halts it in order' };
  const program = path.slice(path.lastIndexOf('/') + 1);
  const found = SIGNALS.find((one) => one.program.test(program));
  const isTold = args.some((word) => found?.unless?.test(word) === true);
  return found === undefined || isTold ? null : found.wanted;
}

/** Official images that set no stop signal of their own; of others it is only known once they were observed. */
export const setsNoSignal = (base: string): boolean =>
  /^(docker\.io\/)?(library\/)?(debian|ubuntu|alpine|fedora|almalinux|rockylinux|python|node|ruby|buildpack-deps)(:|@|$)/.test(
    base,
  );
