const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const SECRET_WORDS = words(
  'PASS PASSWORD PASSWD PASSPHRASE PWD SECRET SECRETS TOKEN TOKENS CREDENTIAL CREDENTIALS APIKEY',
);
/** `KEY` alone is a secret only after one of these: `API_KEY`, not `KEY_NAME` or `CACHE_KEY`. */
const SECRET_KEYS = words(
  'API PRIVATE SECRET ACCESS ENCRYPTION SIGNING MASTER AUTH JWT SESSION HMAC FERNET LICENSE ' +
    'ACCOUNT STORAGE SERVICE',
);
/** The value describes the secret or says where it is. */
const ABOUT_A_SECRET = words(
  'FILE PATH DIR NAME URL URI ENDPOINT ID TTL EXPIRY EXPIRE EXPIRES LIFETIME AGE LENGTH TIMEOUT ' +
    'HEADER ALGORITHM COUNT LIMIT TYPE MINUTES SECONDS HOURS DAYS HASHERS VALIDATORS ENABLED ' +
    'REQUIRED PREFIX FIELD POLICY THROUGH ISSUER',
);
const COUNTS_OR_SWITCHES = words('MAX MIN NUM USE ENABLE DISABLE REQUIRE ALLOW PUBLIC');

/** True when a variable's name says that its value is a password, a key or a token. */
export function isSecretName(name: string): boolean {
  const parts = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((word) => word !== '');
  const last = parts.at(-1) ?? '';
  if (ABOUT_A_SECRET.has(last) || parts.some((word) => COUNTS_OR_SWITCHES.has(word))) return false;
  return parts.some((word, index) => {
    // the shell's own PWD and OLDPWD are folders
    if (word === 'PWD') return parts.length > 1;
    return SECRET_WORDS.has(word) || (word === 'KEY' && SECRET_KEYS.has(parts[index - 1] ?? ''));
  });
}
