/** What a value says about itself, whatever it is called. */
export type ValueKind =
  | 'empty'
  /** it is put together from variables: the secret stands elsewhere */
  | 'variable'
  /** a file or folder */
  | 'path'
  /** an address without a password in it */
  | 'address'
  /** a number, a duration, a size */
  | 'number'
  /** yes, no, a mode, the name of an algorithm */
  | 'word'
  /** a stand-in that a reader is to replace, or that a build needs but never uses */
  | 'example'
  /** what everybody's local database has for a password */
  | 'weak'
  /** anything else: taken for real */
  | 'text';

const SWITCHES = new Set(
  'true false yes no on off none null nil undefined enabled disabled required optional always never auto default basic bearer plain digest md5 sha1 sha256 sha512 scram-sha-256 rs256 hs256 trust peer ident inherit file env vault'.split(
    ' ',
  ),
);

/** Words that are left in a stand-in's text. */
const EXAMPLE =
  /(?:^|[^a-z])(?:change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|with|this)|your[-_ ]?\w+|my[-_]?(?:secret|password|token|key)|example|sample|dummy|fake|placeholder|todo|tbd|redacted|insert[-_ ]|put[-_ ]|not[-_ ]?(?:a[-_ ]?)?(?:real|secret|used|needed)|unused|build[-_ ]?(?:time|only)|foo(?:bar)?|test(?:ing)?|x{3,}|some[-_ ]?(?:secret|password|token|key))(?:$|[^a-z])/i;

const WEAK =
  /^(?:postgres|root|toor|admin|password|passw0rd|p@ssw0rd|pass|user|username|guest|secret|mysql|mariadb|mongo|redis|rabbitmq|token|key|pwd|abc123|qwerty|docker|app|default|hunter2)$/i;

/** Words that a stand-in begins with. */
const EXAMPLE_START =
  /^(?:dummy|fake|example|sample|changeme|placeholder|insecure|not[-_]?secure|temp(?:orary)?[-_])/i;

/** @param value with its quotes off; variables that are known may be put in */
export function kindOfValue(value: string): ValueKind {
  const text = value.trim();
  if (text === '') return 'empty';
  if (/^\$\(|^`|\$[A-Za-z_{(]|\$$|^%\w+%$|^\{\{.*\}\}$/.test(text)) return 'variable';
  if (/^-?\d+(?:\.\d+)*(?:[smhdkMG]|ms|[KMG]i?B)?$/.test(text)) return 'number';
  if (SWITCHES.has(text.toLowerCase())) return 'word';
  if (
    /^<[^>]*>$|^\[[^\]]*\]$|^\*+$|^x+$|^\.+$|^-+$/i.test(text) ||
    EXAMPLE.test(text) ||
    EXAMPLE_START.test(text) ||
    /(.)\1{5}/.test(text)
  )
    return 'example';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return /:\/\/[^:@/\s]*:[^@/\s]+@/.test(text) ? 'text' : 'address';
  if (
    /^(?:~|\.{1,2})?\/(?:[\w.@-]+\/?)*$|^[A-Za-z]:\\|^[\w-]+(?:\/[\w.-]+)*\.(?:pem|key|crt|json|ya?ml|txt|env|cfg|conf|ini)$/.test(
      text,
    )
  )
    return 'path';
  return WEAK.test(text) ? 'weak' : 'text';
}

/** Whether a value may be a real secret: not an example, a switch, a place or a variable. */
export const mayBeReal = (value: string): boolean => kindOfValue(value) === 'text';
