import { isBuildOnly } from './build-only.ts';

/**
 * What a build package's users need at run time on Alpine: the packages that its `-dev` package depends on, by
 * Alpine's own index (pkgs.alpinelinux.org). OpenSSL's libraries are in every image, since apk needs them.
 */
const RUNTIME: Record<string, string[]> = {
  'libffi-dev': ['libffi'],
  'openssl-dev': [],
  'postgresql-dev': ['libpq'],
  'libpq-dev': ['libpq'],
  'mariadb-dev': ['mariadb-connector-c'],
  'mariadb-connector-c-dev': ['mariadb-connector-c'],
  'libxml2-dev': ['libxml2'],
  'libxslt-dev': ['libxslt'],
  'jpeg-dev': ['libjpeg-turbo'],
  'libjpeg-turbo-dev': ['libjpeg-turbo'],
  'zlib-dev': ['zlib'],
  'freetype-dev': ['freetype'],
  'lcms2-dev': ['lcms2'],
  'openjpeg-dev': ['openjpeg'],
  'sqlite-dev': ['sqlite-libs'],
  'bzip2-dev': ['libbz2'],
  'xz-dev': ['xz-libs'],
  'yaml-dev': ['yaml'],
  'gmp-dev': ['gmp'],
  'cyrus-sasl-dev': ['libsasl'],
  'krb5-dev': ['krb5-libs'],
  'curl-dev': ['libcurl'],
  'libsodium-dev': ['libsodium'],
  'cairo-dev': ['cairo'],
  'build-base': ['libstdc++'],
  'alpine-sdk': ['libstdc++'],
  'g++': ['libstdc++'],
};
/** Headers of what is there anyway. */
const OF_THE_BASE = /^(musl|libc|python3?|linux)-(dev|headers)$/;

/** As `runtimePackagesFor`, on Alpine. */
export function alpinePackagesFor(buildPackages: readonly string[]): string[] | null {
  const found = new Set<string>();
  for (const name of buildPackages.filter(isBuildOnly)) {
    const known = Object.hasOwn(RUNTIME, name) ? RUNTIME[name] : undefined;
    if (known === undefined && name.endsWith('-dev') && !OF_THE_BASE.test(name)) return null;
    for (const one of known ?? []) found.add(one);
  }
  return [...found].sort();
}
