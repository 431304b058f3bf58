/**
 * A value for a variable that must be there while its content hardly matters: a user, a password, a key. Null where a
 * made-up value would be worse than none: an address that does not exist.
 */
export function inventValue(name: string): string | null {
  const shared = sharedValue(name);
  if (shared !== null) return shared;
  if (/(URL|URI|DSN|HOST|SERVER|ENDPOINT|ADDRESS)S?$/.test(name)) return null;
  if (name.endsWith('PORT')) return '8000';
  if (/(WORKERS|THREADS|COUNT|SIZE|LIMIT|TIMEOUT|SECONDS|TTL)$/.test(name)) return '2';
  return `shipshape-${name.toLowerCase().replaceAll('_', '-')}`;
}

/** Variables of several services that stand for one account have to agree, whatever each calls it. */
function sharedValue(name: string): string | null {
  const of = /^(POSTGRES(QL)?|PG|DB|DATABASE|MYSQL|MARIADB|SQL|MONGO(_INITDB)?|RABBITMQ(_DEFAULT)?)_?/;
  if (!of.test(name)) return null;
  if (/_?(PASSWORD|PASSWD|PASS|PWD)$/.test(name)) return 'shipshape-password';
  if (/_?(USER|USERNAME)$/.test(name)) return 'shipshape';
  if (/_?(DB|DATABASE|DBNAME|NAME|VHOST)$/.test(name)) return 'shipshape';
  return null;
}
