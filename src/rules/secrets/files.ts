/** Files by whose name one knows that they hold keys or passwords. */
const NAMES: readonly [RegExp, string][] = [
  [/^id_(?:rsa|dsa|ecdsa|ed25519)$/, 'an ssh private key'],
  [/^\.(?:netrc|pgpass|my\.cnf|dockercfg|git-credentials|s3cfg|boto|htpasswd|vault-token)$/, 'passwords'],
  [/^_netrc$/, 'passwords'],
  [/^(?:.*\.)?(?:p12|pfx|jks|keystore|ppk|kdbx)$/, 'private keys'],
  [
    /^.+\.key$|^(?:.*[-_.])?(?:private|priv)[-_.]?key(?:\.pem)?$|^privkey\d*\.pem$|^(?:.*[-_])?key\.pem$/,
    'a private key',
  ],
  [
    /^\.env(?:\.(?:local|prod|production|staging|secret|secrets|dev|development))?$/,
    'the settings of one place, mostly passwords among them',
  ],
  [
    /^(?:service[-_]?account|gcp[-_]?(?:key|credentials?)|google[-_]?credentials?|client[-_]?secrets?|credentials?)(?:[-_]\w+)?\.json$/,
    'credentials',
  ],
  [
    /^credentials\.(?:properties|toml|ya?ml|txt|csv)$|^secrets?\.(?:ya?ml|json|toml|txt|env|properties)$/,
    'credentials',
  ],
  [/^kubeconfig(?:\.ya?ml)?$/, "a cluster's credentials"],
  [/^terraform\.tfstate(?:\.backup)?$/, 'passwords in plain text'],
];

/** With their folder: the same names elsewhere hold nothing secret. */
const PATHS: readonly [RegExp, string][] = [
  [/(?:^|\/)\.aws\/(?:credentials|config)$|(?:^|\/)\.aws\/?$/, "the cloud account's keys"],
  [/(?:^|\/)\.ssh\/?$/, 'ssh private keys'],
  [/(?:^|\/)\.(?:gnupg)\/?$/, 'private keys'],
  [/(?:^|\/)\.docker\/config\.json$|(?:^|\/)\.docker\/?$/, "registries' passwords"],
  [/(?:^|\/)\.kube\/config$|(?:^|\/)\.kube\/?$/, "a cluster's credentials"],
  [/(?:^|\/)\.config\/gcloud\/?(?:$|.*\.json$)/, "the cloud account's keys"],
  [/(?:^|\/)\.azure\/?$/, "the cloud account's keys"],
];

/** What a path of the context holds that nobody else should read; null for all others and for `.example` and `.pub` files. */
export function secretFile(path: string): string | null {
  const clean = path.replace(/^\.\//, '');
  const name = clean.slice(clean.lastIndexOf('/') + 1).toLowerCase();
  if (
    /(?:^|[._-])(?:example|sample|template|dist|tmpl|tpl|test|tests|fake|dummy|public|pub)(?:[._-]|$)/.test(
      name,
    )
  )
    return null;
  for (const [pattern, what] of PATHS) if (pattern.test(clean)) return what;
  for (const [pattern, what] of NAMES) if (pattern.test(name)) return what;
  return null;
}
