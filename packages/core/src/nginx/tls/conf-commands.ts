import { nearest } from '../../text/nearest.ts';
import { either } from '../wording.ts';
import type { Refusal } from './refusal.ts';

/** Commands of SSL_CONF_cmd() for configuration files, of all versions; compared without case. */
const COMMANDS: readonly string[] = [
  ...['CipherString', 'Ciphersuites', 'Certificate', 'PrivateKey', 'ChainCAFile', 'ChainCAPath', 'ChainCAStore'],
  ...['VerifyCAFile', 'VerifyCAPath', 'VerifyCAStore', 'RequestCAFile', 'RequestCAPath', 'RequestCAStore'],
  ...['ClientCAFile', 'ClientCAPath', 'ClientCAStore', 'ServerInfoFile', 'SignatureAlgorithms'],
  ...['ClientSignatureAlgorithms', 'Groups', 'Curves', 'ECDHParameters', 'DHParameters', 'MinProtocol', 'MaxProtocol'],
  ...['Protocol', 'Options', 'VerifyMode', 'NumTickets', 'RecordPadding'],
];
const KNOWN: ReadonlySet<string> = new Set(COMMANDS.map((name) => name.toLowerCase()));

const PROTOCOLS = ['None', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3', 'DTLSv1', 'DTLSv1.2'];
const BOUNDS: ReadonlySet<string> = new Set(['minprotocol', 'maxprotocol']);

/** A command that SSL_CONF_cmd() refuses in every version; null where one may take it. */
export function confCommandObjection(name: string, value: string): Refusal | null {
  const failed = `SSL_CONF_cmd("${name}", "${value}") failed`;
  const lower = name.toLowerCase();
  if (!KNOWN.has(lower)) {
    const [near] = nearest(name, COMMANDS);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    return {
      message: `OpenSSL has no command "${name}" for configurations${hint}`,
      nginx: `${failed} (SSL: error:0A000182:SSL routines::unknown cmd name:cmd=${name})`,
    };
  }
  if (!BOUNDS.has(lower) || PROTOCOLS.includes(value)) return null;
  return {
    message: `"${name}" takes ${either(PROTOCOLS.slice(0, 6).map((each) => `"${each}"`))}, not "${value}"`,
    nginx: `${failed} (SSL: error:0A000180:SSL routines::bad value:cmd=${name}, value=${value})`,
  };
}
