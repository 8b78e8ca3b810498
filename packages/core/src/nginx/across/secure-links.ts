import type { ConfigModel } from '../../model/types.ts';
import type { Related } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';

/** Mirrors ngx_http_secure_link_merge_conf(), which is asked of servers and of what is in them. */
export function* secureLinks(model: ConfigModel): Generator<Fault> {
  for (const at of model.named('secure_link_secret')) {
    if (at.fact?.source !== 'core' || at.context === 'http') continue;
    const other = at.parent?.children.find(({ name }) => /^secure_link(?:_md5)?$/.test(name));
    if (other === undefined) continue;
    const nginx = '"secure_link_secret" cannot be mixed with "secure_link" and "secure_link_md5"';
    const message = `"secure_link_secret" cannot stand beside "${other.name}": they are two ways of checking links`;
    const end = outermost(at).node.body?.close;
    const related: Related[] = [{ file: other.file, span: other.node.name, message: 'the other way' }];
    if (end) related.push({ file: outermost(at).file, span: end, message: 'nginx notices it here' });
    yield { ...invalidValue(at, at.node.name, nginx, message), related };
  }
}

function outermost(at: Occurrence): Occurrence {
  let block = at;
  while (block.parent !== null && !block.parent.implied) block = block.parent;
  return block;
}
