import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BackendAnswer } from '../routing/backends.ts';

/** What of an answer shows the claim; what is not told is not compared. */
export interface ShownAnswer {
  /** Null: the connection is closed without an answer, or the handshake fails. */
  readonly status?: number | null;
  /** By name. Null: absent; a list: the header comes several times. */
  readonly headers?: Readonly<Record<string, string | null | readonly string[]>>;
  /** The header `Location`. */
  readonly location?: string | null;
  /** Without white space at its end. */
  readonly body?: string;
  /** The version of TLS that was agreed on. */
  readonly tls?: string;
  /** What the backends were asked, in order; one may stand without the list. */
  readonly upstream?: ShownUpstream | null | readonly ShownUpstream[];
}

export interface ShownUpstream {
  readonly backend?: string;
  readonly method?: string;
  readonly uri?: string;
  readonly headers?: Readonly<Record<string, string | null | readonly string[]>>;
  readonly params?: Readonly<Record<string, string | null>>;
}

export interface ShownRequest {
  /** `GET` unless told. */
  readonly method?: string;
  readonly target: string;
  /** `example.com` unless told; null: without a `Host`. */
  readonly host?: string | null;
  readonly version?: '1.0' | '1.1';
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Where the client connects to: `127.0.0.1:8080`; the first port of the configuration unless told. */
  readonly connect?: string;
  /** Over TLS, with this name in the handshake, and with this version only (`TLSv1.2`) where it is told. */
  readonly tls?: { readonly sni?: string; readonly version?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' };
  readonly answer: ShownAnswer;
}

export interface ShownSide {
  /** A whole configuration. Keys and certificates need not be there. */
  readonly config: string;
  /** Absolute, or below `/etc/nginx`. The content of `/srv/www/a.txt` is `file /srv/www/a.txt` unless told. */
  readonly files?: readonly (string | readonly [string, string])[];
  /** By address: what a backend says in place of `200` and `backend`; `down`: nothing listens there. */
  readonly backends?: Readonly<Record<string, BackendAnswer | 'down'>>;
  readonly requests: readonly ShownRequest[];
}

/** A claim about what nginx does, as an example of a rule: `fixtures/rules/<rule-id>/shown.json`. */
export interface Shown {
  readonly claim: string;
  /** The version that the rule is asked about; the newest unless told. */
  readonly version?: string;
  /** The first nginx that does what is claimed. */
  readonly from?: string;
  /** The first nginx that does it no more. */
  readonly before?: string;
  /** Of the rule. */
  readonly options?: object;
  readonly bad: ShownSide;
  readonly good: ShownSide;
}

const FOLDER = fileURLToPath(new URL('../../../fixtures/rules/', import.meta.url));

const KEYS = {
  shown: ['claim', 'version', 'from', 'before', 'options', 'bad', 'good'],
  side: ['config', 'files', 'backends', 'requests'],
  request: ['method', 'target', 'host', 'version', 'headers', 'body', 'connect', 'tls', 'answer'],
  answer: ['status', 'headers', 'location', 'body', 'tls', 'upstream'],
};

/** Rules with such an example. */
export function shownRules(): string[] {
  return readdirSync(FOLDER).filter((id) => existsSync(`${FOLDER}${id}/shown.json`));
}

export function readShown(rule: string): Shown {
  const shown = JSON.parse(readFileSync(`${FOLDER}${rule}/shown.json`, 'utf8')) as Shown;
  checkKeys(shown, 'shown', KEYS.shown);
  for (const side of ['bad', 'good'] as const) {
    checkKeys(shown[side], side, KEYS.side);
    if (shown[side].requests.length === 0) throw new Error(`${side} has no requests`);
    for (const request of shown[side].requests) {
      checkKeys(request, 'request', KEYS.request);
      checkKeys(request.answer, 'answer', KEYS.answer);
      if (Object.keys(request.answer).length === 0) throw new Error(`nothing is claimed of ${request.target}`);
    }
  }
  return shown;
}

function checkKeys(value: object, name: string, known: readonly string[]): void {
  for (const key of Object.keys(value)) if (!known.includes(key)) throw new Error(`${name} knows no "${key}"`);
}
