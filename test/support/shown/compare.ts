import type { RecordedUpstream } from '../routing/record.ts';
import { bytesOf } from '../routing/recorded-text.ts';
import type { Asked } from './ask.ts';
import type { ShownAnswer, ShownUpstream } from './format.ts';

type Pairs = readonly (readonly [string, string])[];
type Claimed = Readonly<Record<string, string | null | readonly string[]>>;

/** What nginx did, of that what is claimed: to be compared with the claim as it stands. */
export function answered(asked: Asked, claim: ShownAnswer): ShownAnswer {
  const { headers, body, tls } = asked;
  return {
    ...(claim.status === undefined ? {} : { status: asked.status }),
    ...(claim.headers === undefined ? {} : { headers: among(headers, claim.headers) }),
    ...(claim.location === undefined ? {} : { location: of(headers, 'location') as string | null }),
    ...(claim.body === undefined ? {} : { body: body.trimEnd() }),
    ...(claim.tls === undefined || tls === null ? {} : { tls }),
    ...(claim.upstream === undefined ? {} : { upstream: upstreams(asked.upstream, claim.upstream) }),
  };
}

function among(headers: Pairs, claimed: Claimed): Claimed {
  return Object.fromEntries(Object.keys(claimed).map((name) => [name, of(headers, name)]));
}

/** Names of headers are compared without case. */
function of(headers: Pairs, name: string): string | null | string[] {
  const values = headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length > 1 ? values : (values[0] ?? null);
}

function upstreams(
  asked: readonly RecordedUpstream[],
  claim: NonNullable<ShownAnswer['upstream']> | null,
): NonNullable<ShownAnswer['upstream']> | null {
  const [first] = asked;
  if (claim === null || !Array.isArray(claim)) {
    if (first === undefined) return null;
    const plain = claim === null ? { uri: '' } : (claim as ShownUpstream);
    return asked.length === 1 ? upstream(first, plain) : asked.map((each) => upstream(each, plain));
  }
  return asked.map((each, number) => upstream(each, claim[number] ?? { uri: '' }));
}

function upstream(asked: RecordedUpstream, claim: ShownUpstream): ShownUpstream {
  const text = (value: Parameters<typeof bytesOf>[0]): string => bytesOf(value);
  const headers = (asked.headers ?? []).map(([name, value]) => [name, text(value)] as const);
  const params = Object.keys(claim.params ?? {}).map((name) => {
    const value = asked.params?.[name];
    return [name, value === undefined ? null : text(value)] as const;
  });
  return {
    ...(claim.backend === undefined ? {} : { backend: asked.backend }),
    ...(claim.method === undefined ? {} : { method: asked.method ?? '' }),
    ...(claim.uri === undefined ? {} : { uri: text(asked.uri ?? '') }),
    ...(claim.headers === undefined ? {} : { headers: among(headers, claim.headers) }),
    ...(claim.params === undefined ? {} : { params: Object.fromEntries(params) }),
  };
}
