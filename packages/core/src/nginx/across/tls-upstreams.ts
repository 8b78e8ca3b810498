import { isBlock } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { allSeen, held, heldWord, libraryFaults } from '../tls/settings.ts';

/** Directives that pass requests on over TLS, by the scheme that asks for it. */
const PASSES: readonly (readonly [pass: string, prefix: string, scheme: string])[] = [
  ['proxy_pass', 'proxy_', 'https://'],
  ['grpc_pass', 'grpc_', 'grpcs://'],
  ['uwsgi_pass', 'uwsgi_', 'suwsgi://'],
];

/** TLS towards the servers behind: ngx_http_proxy_set_ssl() and its like in grpc, uwsgi and stream. */
export const tlsUpstreams: ModelCheck = function* (model): Generator<Fault> {
  const told = new Set<Occurrence>();
  for (const [pass, prefix, scheme] of PASSES) {
    for (const at of model.named(pass)) {
      if (at.fact === null || at.parent === null || at.context.startsWith('stream')) continue;
      const target = at.node.args[0]?.value ?? '';
      // With a variable nginx cannot know, and prepares for TLS.
      if (!target.includes('$') && target.slice(0, scheme.length).toLowerCase() !== scheme) continue;
      yield* upstreamFaults(model, at.parent, prefix, told);
    }
  }
  if (model.named('proxy_ssl').length === 0) return;
  for (const server of model.named('server')) {
    if (server.context !== 'stream' || server.fact === null || !isBlock(server) || server.implied) continue;
    if (heldWord(model, server, 'proxy_ssl') === 'on') yield* upstreamFaults(model, server, 'proxy_', told);
  }
};

function* upstreamFaults(
  model: ConfigModel,
  block: Occurrence,
  prefix: string,
  told: Set<Occurrence>,
): Generator<Fault> {
  yield* libraryFaults(model, block, prefix, told);
  if (!allSeen(block)) return;
  yield* missing(model, block, told, {
    setting: `${prefix}ssl_certificate`,
    needs: `${prefix}ssl_certificate_key`,
    // An empty certificate turns it off since 1.23.0.
    applies: (value) => value !== '' || !model.facts.atLeast('1.23.0'),
    satisfied: () => true,
    nginx: (value) => `no "${prefix}ssl_certificate_key" is defined for certificate "${value}"`,
  });
  yield* missing(model, block, told, {
    setting: `${prefix}ssl_verify`,
    needs: `${prefix}ssl_trusted_certificate`,
    applies: (value) => value.toLowerCase() === 'on',
    satisfied: (value) => value !== '',
    nginx: () => `no ${prefix}ssl_trusted_certificate for ${prefix}ssl_verify`,
  });
}

interface Need {
  readonly setting: string;
  readonly needs: string;
  applies(value: string): boolean;
  satisfied(value: string): boolean;
  nginx(value: string): string;
}

function* missing(model: ConfigModel, block: Occurrence, told: Set<Occurrence>, need: Need): Generator<Fault> {
  const [at] = held(model, block, need.setting);
  const word = at?.node.args[0];
  if (at === undefined || word === undefined || told.has(at) || !need.applies(word.value)) return;
  const [other] = held(model, block, need.needs);
  if (other !== undefined && need.satisfied(other.node.args[0]?.value ?? '')) return;
  told.add(at);
  const nginx = need.nginx(word.value);
  const message = `${nginx}; add "${need.needs}"`;
  yield { rule: 'ssl-certificate-missing', at, span: word, message, nginx };
}
