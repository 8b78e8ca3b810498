const OLD: readonly string[] = ['sslv2', 'sslv3', 'tlsv1', 'tlsv1.1'];

/**
 * What the `Protocol` command of OpenSSL leaves of the old versions: its words are taken one after the other, and each
 * switches a version, or `ALL`, on or off (SSL_CONF_cmd). Unlike `MinProtocol` it undoes what `ssl_protocols` says.
 */
export function oldProtocols(value: string): readonly string[] {
  let on: readonly string[] = [];
  for (const word of value.split(',')) {
    const name = word.trim().replace(/^[+-]/, '').toLowerCase();
    const named = name === 'all' ? OLD.slice(1) : OLD.filter((each) => each === name);
    const rest = on.filter((each) => !named.includes(each));
    on = word.trim().startsWith('-') ? rest : [...rest, ...named];
  }
  return on;
}

/** Does a command of OpenSSL see to it that no old version is taken? */
export function forbidsOldProtocols(name: string, value: string): boolean {
  if (name.toLowerCase() === 'minprotocol') return /^tlsv1\.[23]$/i.test(value);
  if (name.toLowerCase() !== 'protocol') return false;
  const off = value.split(',').map((word) => word.trim().toLowerCase());
  return (
    oldProtocols(value).length === 0 && (off.includes('-all') || (off.includes('-tlsv1') && off.includes('-tlsv1.1')))
  );
}
