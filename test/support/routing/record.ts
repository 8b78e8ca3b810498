import { existsSync, readdirSync } from 'node:fs';
import { corpus, corpusJson } from '../corpus.ts';

/** Text, or the bytes of what is not valid UTF-8. */
export type RecordedText = string | { readonly hex: string };

/** A request as recordings have it; addresses are `127.0.0.1:80`, `[::1]:80`, `unix:/path`. */
export interface RecordedRequest {
  readonly method: string;
  readonly target: RecordedText;
  readonly version: '0.9' | '1.0' | '1.1';
  /** Null: without a `Host`. */
  readonly host: RecordedText | null;
  readonly connect: string;
  readonly scheme: 'http' | 'https';
  readonly sni?: string;
  readonly headers?: Readonly<Record<string, RecordedText>>;
  readonly body?: string;
  readonly client?: string;
}

export interface RecordedUpstream {
  readonly backend: string;
  readonly protocol: string;
  readonly method?: string;
  readonly uri?: RecordedText;
  readonly headers?: readonly (readonly [string, RecordedText])[];
  readonly params?: Readonly<Record<string, RecordedText>>;
}

/** What nginx did. A field that is not there was not observed, or does not exist. Blocks are lines of the configuration. */
export interface Observed {
  readonly status: number;
  readonly response?: 'none' | 'http/0.9';
  readonly server: number;
  readonly locations: readonly number[];
  readonly final: number;
  readonly uri?: RecordedText;
  readonly args?: RecordedText;
  readonly parsed_uri?: RecordedText;
  readonly parsed_args?: RecordedText;
  readonly location_header?: RecordedText;
  readonly content?: string;
  readonly filename?: RecordedText;
  readonly request_filename?: RecordedText;
  readonly upstream?: readonly RecordedUpstream[];
  readonly headers?: readonly (readonly [string, RecordedText])[];
  readonly body?: RecordedText;
  readonly trace?: readonly (readonly unknown[])[];
}

export interface RecordedExchange {
  readonly request: RecordedRequest;
  readonly observed: Observed;
}

/** A configuration, what lay around it, and what nginx did with requests to it. */
export interface RoutingRecord {
  readonly id: string;
  readonly nginx: string;
  readonly config: string;
  /** Absolute, or below the prefix `/etc/nginx`; a trailing `/` means an empty folder. */
  readonly files: readonly string[];
  /** Special answers of backends, by the start of the request target; a status or headers that decide what follows. */
  readonly backends?: readonly { readonly listen?: string; readonly when: string }[];
  readonly config_test: { readonly ok: boolean; readonly messages?: readonly (readonly [string, string])[] };
  readonly requests: readonly RecordedExchange[];
}

export const PREFIX = '/etc/nginx';
export const ENTRY = `${PREFIX}/nginx.conf`;

const FOLDER = `${corpus}/routing`;

export const hasRoutingCorpus = existsSync(FOLDER);

/** For test titles: why a suite did not run. */
export const routingNote = hasRoutingCorpus ? '' : ' (skipped: the recorded routing is not on this machine)';

export function* routingRecords(): Generator<RoutingRecord> {
  if (!hasRoutingCorpus) return;
  for (const name of readdirSync(FOLDER).sort()) {
    if (/^s-.*\.json$/.test(name)) yield corpusJson<RoutingRecord>(`routing/${name}`);
  }
}
