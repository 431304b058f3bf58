/** Files whose contents the functions of this folder read; a list each of exact paths and of patterns. */
const EXACT = new Set([
  'etc/os-release',
  'usr/lib/os-release',
  'etc/passwd',
  'etc/group',
  'etc/shadow',
  'etc/ld.so.conf',
  'etc/apk/world',
  'lib/apk/db/installed',
  'usr/lib/apk/db/installed',
  'var/lib/apt/extended_states',
  'var/lib/dpkg/status',
]);
const PATTERNS = [
  /^etc\/ld\.so\.conf\.d\/[^/]+\.conf$/,
  /^etc\/ld-musl-[^/]+\.path$/,
  /^var\/lib\/dpkg\/status\.d\/[^/]+$/,
  /^var\/lib\/dpkg\/info\/[^/]+\.list$/,
  /\.dist-info\/METADATA$/,
  /\.egg-info(\/PKG-INFO)?$/,
  /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/,
];

/** Is it one of the files that `readImageArchive` keeps when it is not told otherwise? Widen it by calling it. */
export function keptByDefault(path: string): boolean {
  return EXACT.has(path) || PATTERNS.some((pattern) => pattern.test(path));
}
