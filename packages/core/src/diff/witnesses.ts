import { escapedPath } from '../export/sample-url.ts';
import type { ConfigModel } from '../model/types.ts';
import type { RouteOutcome } from '../route/outcome.ts';
import { route } from '../route/simulate.ts';
import type { Bytes, RouteRequest, SocketAddress } from '../route/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { differingFields, type OutcomeField } from './compare-outcomes.ts';
import { type Knob, STRANGER } from './knobs.ts';
import { FILES_ASSUMED, type FilesAssumed, watchedProbe } from './probes.ts';

/** A request that both configurations were asked about, and that they treat in different ways. */
export interface Witness {
  readonly request: RouteRequest;
  /** What is assumed of files; null: it is no matter. */
  readonly files: FilesAssumed | null;
  readonly fields: readonly OutcomeField[];
  readonly old: RouteOutcome;
  readonly new: RouteOutcome;
  /** Other requests for which the same blocks differ in the same fields, the first few. */
  readonly also: readonly RouteRequest[];
}

/** What becomes of one request in both configurations. */
export interface EndPair {
  readonly old: RouteOutcome;
  readonly new: RouteOutcome;
}

/** Where a request goes: to an address, for a name. */
export interface Destination {
  readonly connect: SocketAddress;
  readonly scheme: 'http' | 'https';
  /** Null: HTTP/1.0 without a name. */
  readonly host: Bytes | null;
}

const MOST_WITNESSES = 300;
const MOST_ALSO = 5;

/** Asks both configurations about requests, and keeps those that they treat in different ways. */
export class Witnesses {
  readonly #models: readonly [ConfigModel, ConfigModel];
  readonly #found = new Map<string, Witness & { readonly also: RouteRequest[] }>();
  readonly #keys = new Set<string>();
  readonly #ends: EndPair[] = [];
  readonly #ids = new Map<Occurrence, number>();
  readonly #asked = new Set<string>();
  /** Questions that may still be asked. */
  #left: number;

  constructor(models: readonly [ConfigModel, ConfigModel], most: number) {
    this.#models = models;
    this.#left = most;
  }

  get all(): readonly Witness[] {
    return [...this.#found.values()];
  }

  /** What the witnesses come to, those too that were too many to keep. */
  get ends(): readonly EndPair[] {
    return this.#ends;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Is the request treated in different ways? Asked as if all files were there, none, or only folders. */
  ask(to: Destination, path: Bytes, knob: Knob | null = null): boolean {
    const plain = requestFor(to, path);
    const request = knob === null ? plain : knob.turn(plain);
    const key = JSON.stringify(request);
    if (this.#asked.has(key)) return false;
    this.#asked.add(key);
    for (const files of FILES_ASSUMED) {
      if (this.isSpent) return false;
      const { probe, asked } = watchedProbe(files);
      const [old, next] = this.#models.map((model) => route(model, request, { probe, untraced: true }));
      this.#left--;
      if (old === undefined || next === undefined) return false;
      const fields = differingFields(old, next, this.#models);
      if (fields.length > 0) {
        // Once is enough; what else may lie on the disk shows the same difference in other ways.
        this.#keep({ request, files: asked() ? files : null, fields, old, new: next });
        return true;
      }
      if (!asked()) break;
    }
    return false;
  }

  #keep(found: Omit<Witness, 'also'>): void {
    const fields = found.fields.filter((field) => field !== 'content' && field !== 'body');
    const key = `${this.#id(found.old)} ${this.#id(found.new)} ${fields.join()}`;
    const known = this.#found.get(key);
    if (known === undefined) {
      if (this.#found.size < MOST_WITNESSES) this.#found.set(key, { ...found, also: [] });
      if (!this.#keys.has(key)) this.#ends.push({ old: found.old, new: found.new });
      this.#keys.add(key);
    } else if (known.also.length < MOST_ALSO && known.request !== found.request && known.also.at(-1) !== found.request)
      known.also.push(found.request);
  }

  #id({ final, server }: RouteOutcome): number | string {
    const block = final ?? server?.at ?? null;
    if (block === null) return 'none';
    const id = this.#ids.get(block) ?? this.#ids.size;
    this.#ids.set(block, id);
    return id;
  }
}

function requestFor({ connect, scheme, host }: Destination, path: Bytes): RouteRequest {
  const usual = connect.family === 'unix' || connect.port === (scheme === 'https' ? 443 : 80);
  return {
    method: 'GET',
    target: escapedPath(path),
    version: host === null ? '1.0' : '1.1',
    host: host === null || usual || /[^a-z0-9.-]/.test(host) ? host : `${host}:${connect.port}`,
    connect,
    scheme,
    sni: scheme === 'https' ? host : null,
    headers: [],
    client: connect.family === 'unix' ? { family: 'unix', host: '', port: 0 } : STRANGER,
  };
}
