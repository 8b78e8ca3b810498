import { contentHandler, rootSetting } from '@nginx-lint/core';
import { code, md, placeOf, written } from '../markdown.ts';
import type { HintSource } from './hint.ts';

/** The `root` or `alias` that holds in a location which serves files and sets none of its own. */
export const rootHints: HintSource = ({ model, at }) => {
  const { body, name } = at.node;
  if (name.value !== 'location' || body === null || model.location(at)?.at !== at) return [];
  if (contentHandler(model, at)?.kind !== 'static' || refusesAll(at.children.map(({ name }) => name))) return [];
  const setting = rootSetting(at, model).at;
  // Without a `root` in sight, the part that is not seen may hold one.
  if (setting === null ? !model.tree.whole : setting.parent === at) return [];
  const text = setting === null ? 'root html' : written(model, setting).replace(/;$/, '');
  const tooltip =
    setting === null
      ? ["nginx's default: nothing sets it"]
      : md`${code(`${text};`)} (${placeOf(model, setting, at.file)})`;
  return [{ offset: body.start + 1, text, tooltip, kind: 'value', padding: true }];
};

/** `deny` without `allow`: no file is served. */
function refusesAll(names: readonly string[]): boolean {
  return names.includes('deny') && !names.includes('allow');
}
