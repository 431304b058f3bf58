import { isBuildOnly } from './build-only.ts';

/**
 * What a build package's users need at run time, on Debian 12 (bookworm) and 13 (trixie): read from Debian's own
 * package index (the dependencies of the `-dev` package). Only the first guess where nothing was observed.
 */
const RUNTIME: Record<string, string | { bookworm: string; trixie: string }> = {
  'libpq-dev': 'libpq5',
  'default-libmysqlclient-dev': 'libmariadb3',
  'libmariadb-dev': 'libmariadb3',
  'libmysqlclient-dev': 'libmariadb3',
  'libssl-dev': { bookworm: 'libssl3', trixie: 'libssl3t64' },
  'libffi-dev': 'libffi8',
  'zlib1g-dev': 'zlib1g',
  'libbz2-dev': 'libbz2-1.0',
  'liblzma-dev': 'liblzma5',
  'libxml2-dev': 'libxml2',
  'libxslt1-dev': 'libxslt1.1',
  'libxslt-dev': 'libxslt1.1',
  'libxmlsec1-dev': {
    bookworm: 'libxmlsec1 libxmlsec1-openssl',
    trixie: 'libxmlsec1t64 libxmlsec1t64-openssl',
  },
  'libjpeg62-turbo-dev': 'libjpeg62-turbo',
  'libjpeg-dev': 'libjpeg62-turbo',
  'libpng-dev': { bookworm: 'libpng16-16', trixie: 'libpng16-16t64' },
  'libfreetype-dev': 'libfreetype6',
  'libfreetype6-dev': 'libfreetype6',
  'libwebp-dev': 'libwebp7 libwebpmux3 libwebpdemux2',
  'libtiff-dev': 'libtiff6',
  'liblcms2-dev': 'liblcms2-2',
  'libopenjp2-7-dev': 'libopenjp2-7',
  'libicu-dev': { bookworm: 'libicu72', trixie: 'libicu76' },
  'libcurl4-openssl-dev': { bookworm: 'libcurl4', trixie: 'libcurl4t64' },
  'libldap-dev': { bookworm: 'libldap-2.5-0', trixie: 'libldap2' },
  'libldap2-dev': { bookworm: 'libldap-2.5-0', trixie: 'libldap2' },
  'libsasl2-dev': 'libsasl2-2',
  'libkrb5-dev': 'libgssapi-krb5-2 libkrb5-3',
  'unixodbc-dev': 'libodbc2 libodbcinst2',
  'freetds-dev': 'libct4 libsybdb5',
  'libsqlite3-dev': 'libsqlite3-0',
  'libyaml-dev': 'libyaml-0-2',
  'libgmp-dev': 'libgmp10',
  'libevent-dev': { bookworm: 'libevent-2.1-7', trixie: 'libevent-2.1-7t64' },
  'libev-dev': { bookworm: 'libev4', trixie: 'libev4t64' },
  'libuv1-dev': { bookworm: 'libuv1', trixie: 'libuv1t64' },
  'librdkafka-dev': 'librdkafka1',
  'libmemcached-dev': { bookworm: 'libmemcached11', trixie: 'libmemcached11t64' },
  'libgeos-dev': { bookworm: 'libgeos-c1v5', trixie: 'libgeos-c1t64' },
  'libproj-dev': 'libproj25',
  'libgdal-dev': { bookworm: 'libgdal32', trixie: 'libgdal36' },
  'libspatialindex-dev': {
    bookworm: 'libspatialindex6 libspatialindex-c6',
    trixie: 'libspatialindex8 libspatialindex-c8',
  },
  'libopenblas-dev': 'libopenblas0',
  'liblapack-dev': 'liblapack3',
  gfortran: 'libgfortran5',
  'libhdf5-dev': { bookworm: 'libhdf5-103-1', trixie: 'libhdf5-310' },
  'libcairo2-dev': 'libcairo2',
  'libpango1.0-dev': 'libpango-1.0-0 libpangocairo-1.0-0 libpangoft2-1.0-0',
  'libgdk-pixbuf-2.0-dev': 'libgdk-pixbuf-2.0-0',
  'libmagickwand-dev': { bookworm: 'libmagickwand-6.q16-6', trixie: 'libmagickwand-7.q16-10' },
  'libvips-dev': { bookworm: 'libvips42', trixie: 'libvips42t64' },
  'libmagic-dev': { bookworm: 'libmagic1', trixie: 'libmagic1t64' },
  'libheif-dev': 'libheif1',
  'libsndfile1-dev': 'libsndfile1',
  'portaudio19-dev': 'libportaudio2',
  'libsnappy-dev': 'libsnappy1v5',
  'libzstd-dev': 'libzstd1',
  'liblz4-dev': 'liblz4-1',
  'libleveldb-dev': 'libleveldb1d',
  'libsodium-dev': 'libsodium23',
  'libargon2-dev': 'libargon2-1',
  'libzmq3-dev': 'libzmq5',
  'libssh2-1-dev': { bookworm: 'libssh2-1', trixie: 'libssh2-1t64' },
  'libgit2-dev': { bookworm: 'libgit2-1.5', trixie: 'libgit2-1.9' },
  'libpcre2-dev': 'libpcre2-8-0',
  'libtesseract-dev': 'libtesseract5',
  'libleptonica-dev': { bookworm: 'liblept5', trixie: 'libleptonica6' },
  'libzbar-dev': { bookworm: 'libzbar0', trixie: 'libzbar0t64' },
  'libcups2-dev': { bookworm: 'libcups2', trixie: 'libcups2t64' },
  'libdbus-1-dev': 'libdbus-1-3',
  'libudev-dev': 'libudev1',
  'libusb-1.0-0-dev': 'libusb-1.0-0',
  'build-essential': 'libstdc++6',
  'g++': 'libstdc++6',
};

/** Headers of what is there anyway, or of nothing that is linked to. */
const OF_THE_BASE = /^(lib(c6|c|python3[\d.]*)|python[\d.]*|dpkg|linux-libc|musl)-dev$/;

/**
 * The run-time packages that stand in for build-only ones, by table.
 * @param codename Debian's release; where it is unknown only names that are the same in both releases are given
 * @returns null when a build-only library package is not in the table, so that nothing can be said
 */
export function runtimePackagesFor(
  buildPackages: readonly string[],
  codename: string | null,
): string[] | null {
  const found = new Set<string>();
  for (const name of buildPackages.filter(isBuildOnly)) {
    const entry = RUNTIME[name];
    const names =
      typeof entry === 'object'
        ? codename === 'bookworm' || codename === 'trixie'
          ? entry[codename]
          : undefined
        : entry;
    if (names !== undefined) for (const one of names.split(' ')) found.add(one);
    else if (entry !== undefined || (name.endsWith('-dev') && !OF_THE_BASE.test(name))) return null;
  }
  return [...found].sort();
}
