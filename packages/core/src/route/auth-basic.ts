import { folderOf, pathOf } from '../text/file-id.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Verdict } from './access.ts';
import { wordBytes } from './bytes.ts';
import { challenge } from './challenges.ts';
import { shownPath } from './files.ts';
import { evaluateText } from './script.ts';
import { type Bytes, type Exchange, type FileKind, isUnknown, perBlock, type Value } from './types.ts';
import { variableValue } from './variables.ts';

interface AuthBasic {
  readonly at: Occurrence;
  readonly realm: Bytes;
  readonly file: Occurrence;
}

/** Both directives are needed: "if (alcf->realm == NULL || alcf->user_file == NULL) return NGX_DECLINED". */
const authBasicOf = perBlock((block, model): AuthBasic | null => {
  const [at] = model.effective(block, 'auth_basic').values;
  const [file] = model.effective(block, 'auth_basic_user_file').values;
  if (at === undefined || file === undefined) return null;
  return { at, realm: wordBytes(model, at, at.node.args[0]?.value ?? ''), file };
});

/** A relative path begins in the folder of the configuration (`ccv.conf_prefix`), unless it begins with a variable. */
function userFile(exchange: Exchange, file: Occurrence, written: string): Value {
  const { entry } = exchange.model;
  const whole = written.startsWith('/') || written.startsWith('$') ? written : `${folderOf(pathOf(entry))}/${written}`;
  return evaluateText(exchange, wordBytes(exchange.model, file, whole));
}

/** ENOENT is 403, all else 500. */
function cannotOpen(kind: FileKind): 403 | 500 | null {
  if (kind === 'missing') return 403;
  return kind === 'file' || kind === 'unknown' ? null : 500;
}

/** Mirrors ngx_http_auth_basic_handler(). Whether a password is right is asked: nobody should have to show the file. */
export function authBasic(exchange: Exchange): Verdict {
  const setting = authBasicOf(exchange.block, exchange.model);
  if (setting === null) return 'declined';
  const { at, file } = setting;
  const realm = evaluateText(exchange, setting.realm);
  if (isUnknown(realm)) return realm;
  if (realm === 'off') return 'declined';
  // ngx_http_auth_basic_user(): empty where the client names no user.
  if (variableValue(exchange, 'remote_user') === '') {
    exchange.trace.add('auth-basic', 'the client sent no name and password', at, 'A2');
    return challenge(exchange, realm);
  }
  const written = file.node.args[0]?.value ?? '';
  const path = userFile(exchange, file, written);
  if (isUnknown(path)) return path;
  const lacking = cannotOpen(exchange.probe(path));
  if (lacking !== null) {
    exchange.trace.add('auth-basic', `"${shownPath(path)}" cannot be opened`, file, 'A2');
    return lacking;
  }
  if (exchange.decide(`the name and password of the client are in "${written}"`, file)) return 'allowed';
  return challenge(exchange, realm);
}
