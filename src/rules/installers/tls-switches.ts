/** A variable that keeps a program from checking certificates. */
export interface TlsVariable {
  variant: string;
  /** the values that switch the check off */
  off: RegExp;
  /** whose check it is */
  whose: string;
}

const any = /[^]/;
const zero = /^["']?0["']?$/;
const no = /^["']?(?:false|0|no|off)["']?$/i;
const yes = /^["']?(?:true|1|yes|on|all|\*)["']?$/i;

/** Variables by name, from the programs' own manuals. */
export const TLS_VARIABLES: ReadonlyMap<string, TlsVariable> = new Map([
  ['PYTHONHTTPSVERIFY', { variant: 'python-env', off: zero, whose: "Python's" }],
  ['NODE_TLS_REJECT_UNAUTHORIZED', { variant: 'node-env', off: zero, whose: "Node's" }],
  ['NPM_CONFIG_STRICT_SSL', { variant: 'npm-env', off: no, whose: "npm's" }],
  ['npm_config_strict_ssl', { variant: 'npm-env', off: no, whose: "npm's" }],
  // git takes any value for yes
  ['GIT_SSL_NO_VERIFY', { variant: 'git-env', off: any, whose: "git's" }],
  ['PIP_TRUSTED_HOST', { variant: 'pip-env', off: any, whose: "pip's" }],
  ['UV_INSECURE_HOST', { variant: 'more', off: any, whose: "uv's" }],
  ['YARN_STRICT_SSL', { variant: 'more', off: no, whose: "yarn's" }],
  ['YARN_ENABLE_STRICT_SSL', { variant: 'more', off: no, whose: "yarn's" }],
  ['BUNDLE_SSL_VERIFY_MODE', { variant: 'more', off: /^["']?(?:0|none)["']?$/i, whose: "Bundler's" }],
  ['CONDA_SSL_VERIFY', { variant: 'more', off: no, whose: "conda's" }],
  ['GOINSECURE', { variant: 'more', off: any, whose: "Go's" }],
  ['HF_HUB_DISABLE_SSL_VERIFICATION', { variant: 'more', off: yes, whose: "Hugging Face's" }],
]);

/** Whether a text has one of the names: a quick look before it is taken apart. */
export const TLS_NAMES = new RegExp([...TLS_VARIABLES.keys()].join('|'));
