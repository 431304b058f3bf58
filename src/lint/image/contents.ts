/** One file of what a container sees. */
export interface ImageFile {
  /** absolute */
  path: string;
  /** bytes that it takes by itself: 0 for one that goes by other names as well */
  size: number;
  /** permission bits with setuid, setgid and sticky, e.g. `0o4755` */
  mode: number;
  uid: number;
  gid: number;
  /** the OS package that it came with; null when none owns it */
  owner: string | null;
  /** whether the base brought it; false where the base is not known */
  inBase: boolean;
}

/** One package of the distribution, as its database tells. */
export interface ImagePackage {
  name: string;
  /** as the package claims */
  bytes: number;
  /** Debian's section (`devel`, `libdevel`, …); null on Alpine */
  section: string | null;
  /** names of installed packages that it needs */
  depends: readonly string[];
  inBase: boolean;
  /** files outside all packages that load a library of it */
  loadedBy: readonly string[];
}

/** What an image is and holds: plain data, read by whoever has the image. */
export interface ImageContents {
  /** as it was asked for */
  reference: string;
  /** whether the reference is an id of the engine, which says nothing of names */
  isId: boolean;
  config: {
    /** '' means root */
    user: string;
    /** `NAME=value` */
    env: readonly string[];
    entrypoint: readonly string[] | null;
    cmd: readonly string[] | null;
    /** `5000/tcp` */
    exposedPorts: readonly string[];
    volumes: readonly string[];
    healthcheck: { test: readonly string[] } | null;
    labels: Readonly<Record<string, string>>;
  };
  /** regular files and hard links */
  files: readonly ImageFile[];
  /** texts of /etc/passwd, /etc/group and /etc/shadow by these paths, as far as they are there */
  texts: Readonly<Record<string, string>>;
  packages: readonly ImagePackage[];
  /** what it was built on, where an image that is at hand tells; `texts` as above */
  base: { reference: string; env: readonly string[]; texts: Readonly<Record<string, string>> } | null;
  /** names of build arguments whose values stand in the history */
  buildArguments: readonly string[];
  /** files that look like credentials by their names, in whichever layer above the base */
  secretFiles: readonly string[];
  /** kinds of signatures and attestations that lie beside it */
  attached: readonly string[];
}
