import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { allSeen, held, heldWord } from './settings.ts';

/** `ssl_verify_client` without a list of authorities. */
export function* verifyFaults(model: ConfigModel, server: Occurrence, told: Set<Occurrence>): Generator<Fault> {
  const [verify] = held(model, server, 'ssl_verify_client');
  const word = verify?.node.args[0];
  if (verify === undefined || word === undefined || told.has(verify) || !allSeen(server)) return;
  if (!['on', 'optional'].includes(word.value.toLowerCase())) return;
  const either = model.facts.atLeast('1.27.2');
  const lists = either ? ['ssl_client_certificate', 'ssl_trusted_certificate'] : ['ssl_client_certificate'];
  if (lists.some((name) => (heldWord(model, server, name) ?? '') !== '')) return;
  told.add(verify);
  const nginx = `no ${lists.join(' or ')} for ssl_verify_client`;
  yield {
    rule: 'ssl-certificate-missing',
    at: verify,
    span: word,
    message: `${nginx}: name the authorities whose clients are let in`,
    nginx,
  };
}
